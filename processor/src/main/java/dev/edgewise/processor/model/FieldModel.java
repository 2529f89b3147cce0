package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A record's component, a parameter of a method or of an exception's constructor, or a result.
 *
 * @param name as in Java, and as in the schema
 * @param accessor the method of the Java value that gives it; of a parameter and a result the name,
 *     which nobody asks for
 * @param type its type
 * @param number on the wire; 0 until it has been given one
 * @param fixed the number that the source demands
 * @param renamedFrom the name that it had before
 * @param label of its own
 * @param confidence whether it says how sure a result is
 * @param doc its Javadoc, empty if none
 * @param source where it stands
 */
public record FieldModel(
    String name,
    String accessor,
    FieldType type,
    int number,
    OptionalInt fixed,
    Optional<String> renamedFrom,
    Optional<Label> label,
    boolean confidence,
    String doc,
    SourceRef source) {
  public FieldModel {
    requireNonNull(name, "name");
    requireNonNull(accessor, "accessor");
    requireNonNull(type, "type");
    requireNonNull(fixed, "fixed");
    requireNonNull(renamedFrom, "renamedFrom");
    requireNonNull(label, "label");
    requireNonNull(doc, "doc");
    requireNonNull(source, "source");
  }

  /** A field that the source says nothing more about. */
  public static FieldModel plain(String name, FieldType type, SourceRef source) {
    return new FieldModel(
        name,
        name,
        type,
        0,
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        "",
        source);
  }

  /** The same field with a number. */
  public FieldModel numbered(int value) {
    return new FieldModel(
        name, accessor, type, value, fixed, renamedFrom, label, confidence, doc, source);
  }
}

package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A constant of an enum.
 *
 * @param name as in Java
 * @param number on the wire; 0 until it has been given one
 * @param fixed the number that the source demands
 * @param renamedFrom the name that it had before
 * @param doc its Javadoc, empty if none
 * @param source where it stands
 */
public record ConstantModel(
    String name,
    int number,
    OptionalInt fixed,
    Optional<String> renamedFrom,
    String doc,
    SourceRef source) {
  public ConstantModel {
    requireNonNull(name, "name");
    requireNonNull(fixed, "fixed");
    requireNonNull(renamedFrom, "renamedFrom");
    requireNonNull(doc, "doc");
    requireNonNull(source, "source");
  }

  /** The same constant with a number. */
  public ConstantModel numbered(int value) {
    return new ConstantModel(name, value, fixed, renamedFrom, doc, source);
  }
}

package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import java.util.List;
import java.util.Optional;

/**
 * A message of the schema.
 *
 * @param proto its full name
 * @param java the record or exception; absent for the request or the response of a method
 * @param codec the class that translates it
 * @param ours whether this compilation makes the codec and the schema; otherwise another jar has
 * @param fields in the order in which Java declares them
 * @param retired what must not come back
 * @param label of its own
 * @param doc its Javadoc, empty if none
 * @param source where it stands
 */
public record MessageModel(
    ProtoName proto,
    Optional<JavaName> java,
    JavaName codec,
    boolean ours,
    List<FieldModel> fields,
    Retired retired,
    Optional<Label> label,
    String doc,
    SourceRef source) {
  public MessageModel {
    requireNonNull(proto, "proto");
    requireNonNull(java, "java");
    requireNonNull(codec, "codec");
    fields = List.copyOf(fields);
    requireNonNull(retired, "retired");
    requireNonNull(label, "label");
    requireNonNull(doc, "doc");
    requireNonNull(source, "source");
  }

  /** The same message with other fields: numbered ones. */
  public MessageModel withFields(List<FieldModel> others, Retired alsoRetired) {
    return new MessageModel(proto, java, codec, ours, others, alsoRetired, label, doc, source);
  }
}

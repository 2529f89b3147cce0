package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * An enum of the schema.
 *
 * @param proto its full name
 * @param java the enum
 * @param codec the class that translates it
 * @param ours whether this compilation makes the codec and the schema
 * @param constants in the order in which Java declares them
 * @param retired what must not come back
 * @param doc its Javadoc, empty if none
 * @param source where it stands
 */
public record EnumModel(
    ProtoName proto,
    JavaName java,
    JavaName codec,
    boolean ours,
    List<ConstantModel> constants,
    Retired retired,
    String doc,
    SourceRef source) {
  public EnumModel {
    requireNonNull(proto, "proto");
    requireNonNull(java, "java");
    requireNonNull(codec, "codec");
    constants = List.copyOf(constants);
    requireNonNull(retired, "retired");
    requireNonNull(doc, "doc");
    requireNonNull(source, "source");
  }

  /** The same enum with other constants: numbered ones. */
  public EnumModel withConstants(List<ConstantModel> others, Retired alsoRetired) {
    return new EnumModel(proto, java, codec, ours, others, alsoRetired, doc, source);
  }

  /**
   * The schema's name of a constant. Protobuf's constants share one scope per package, so the
   * enum's name stands before: {@code KIND_RGB}.
   */
  public String schemaName(String constant) {
    return prefix() + constant;
  }

  /** The schema's name of number 0, which no constant of Java has. */
  public String unspecified() {
    return prefix() + "UNSPECIFIED";
  }

  private String prefix() {
    return Names.upperSnake(proto.simpleName()) + "_";
  }
}

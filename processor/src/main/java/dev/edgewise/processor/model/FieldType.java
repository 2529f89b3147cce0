package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The type of a field.
 *
 * @param cardinality how often
 * @param kind what
 * @param use which record or enum; present exactly for those
 * @param key what the keys are; present exactly for maps
 */
public record FieldType(
    Cardinality cardinality, ElementKind kind, Optional<TypeUse> use, Optional<ElementKind> key) {
  public FieldType {
    requireNonNull(cardinality, "cardinality");
    requireNonNull(kind, "kind");
    if (use.isPresent() != (kind == ElementKind.RECORD || kind == ElementKind.ENUM)) {
      throw new IllegalArgumentException(
          "use: " + use + " (expected: present exactly for records and enums)");
    }
    if (key.isPresent() != (cardinality == Cardinality.MAP)) {
      throw new IllegalArgumentException("key: " + key + " (expected: present exactly for maps)");
    }
  }

  /** A field of exactly one. */
  public static FieldType one(ElementKind kind) {
    return new FieldType(Cardinality.ONE, kind, Optional.empty(), Optional.empty());
  }

  /** A field of exactly one record or enum. */
  public static FieldType one(ElementKind kind, TypeUse use) {
    return new FieldType(Cardinality.ONE, kind, Optional.of(use), Optional.empty());
  }

  /** The same element, that often. */
  public FieldType as(Cardinality other) {
    return new FieldType(other, kind, use, Optional.empty());
  }

  /** A map to this element. */
  public FieldType keyedBy(ElementKind keyKind) {
    return new FieldType(Cardinality.MAP, kind, use, Optional.of(keyKind));
  }

  /** The record or enum. */
  public TypeUse named() {
    return use.orElseThrow();
  }

  /** Whether the field carries its presence on the wire ({@code optional} in the schema). */
  public boolean hasPresence() {
    return cardinality == Cardinality.NULLABLE || cardinality == Cardinality.OPTIONAL;
  }

  /**
   * As the schema writes it, without the field's name: {@code repeated float}, {@code map<string,
   * demo.Box>}.
   */
  public String proto() {
    String element = use.map(u -> u.proto().full()).orElse(kind.proto());
    return switch (cardinality) {
      case ONE -> element;
      case NULLABLE, OPTIONAL -> "optional " + element;
      case LIST, ARRAY -> "repeated " + element;
      case MAP -> "map<" + key.orElseThrow().proto() + "," + element + ">";
    };
  }
}

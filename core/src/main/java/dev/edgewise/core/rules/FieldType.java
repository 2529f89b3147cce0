package dev.edgewise.core.rules;

/** How a field that rules read stands on the wire, and what it is to them. */
public enum FieldType {
  /** A truth value. */
  BOOL(FactKind.BOOL),
  /** A whole number as a varint; of an unsigned one that is too large, the largest. */
  VARINT(FactKind.INT),
  /** A whole number in zigzag. */
  ZIGZAG(FactKind.INT),
  /** Four bytes, signed. */
  FIXED32(FactKind.INT),
  /** Eight bytes, signed. */
  FIXED64(FactKind.INT),
  /** Four bytes with a point. */
  FLOAT(FactKind.DOUBLE),
  /** Eight bytes with a point. */
  DOUBLE(FactKind.DOUBLE),
  /** A text. */
  TEXT(FactKind.TEXT),
  /** Not the field itself, but how many of it there are. */
  COUNT(FactKind.INT);

  private final FactKind kind;

  FieldType(FactKind kind) {
    this.kind = kind;
  }

  /** What it is to a rule. */
  public FactKind kind() {
    return kind;
  }
}

package dev.edgewise.processor.model;

/**
 * What can stand in one place of a message: the Java types that travel, each with its one form on
 * the wire.
 */
public enum ElementKind {
  BOOL("boolean", "bool", true),
  INT8("byte", "int32", true),
  INT16("short", "int32", true),
  CHAR("char", "int32", true),
  INT32("int", "int32", true),
  INT64("long", "int64", true),
  FLOAT("float", "float", true),
  DOUBLE("double", "double", true),
  STRING("String", "string", false),
  BYTES("byte[]", "bytes", false),
  ENUM("enum", "enum", true),
  RECORD("record", "message", false),
  INSTANT("Instant", "google.protobuf.Timestamp", false),
  DURATION("Duration", "google.protobuf.Duration", false),
  TENSOR("Tensor", "edgewise.v1.Tensor", false);

  private final String java;
  private final String proto;
  private final boolean packable;

  ElementKind(String java, String proto, boolean packable) {
    this.java = java;
    this.proto = proto;
    this.packable = packable;
  }

  /** The Java word, for messages. */
  public String java() {
    return java;
  }

  /** The protobuf word, for messages and the lock. */
  public String proto() {
    return proto;
  }

  /** Whether a repeated field of it is one packed block. */
  public boolean packable() {
    return packable;
  }

  /** Whether it is a message on the wire. */
  public boolean isMessage() {
    return this == RECORD || this == INSTANT || this == DURATION || this == TENSOR;
  }

  /** Whether Java has a primitive for it. */
  public boolean isPrimitive() {
    return switch (this) {
      case BOOL, INT8, INT16, CHAR, INT32, INT64, FLOAT, DOUBLE -> true;
      case STRING, BYTES, ENUM, RECORD, INSTANT, DURATION, TENSOR -> false;
    };
  }

  /** Whether protobuf lets it be a key of a map (of those that Java code uses as keys). */
  public boolean isKey() {
    return this == BOOL || this == INT32 || this == INT64 || this == STRING;
  }
}

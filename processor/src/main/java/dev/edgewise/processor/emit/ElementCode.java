package dev.edgewise.processor.emit;

import com.palantir.javapoet.CodeBlock;
import dev.edgewise.processor.model.FieldType;

/** Code for one element on the wire, without its tag: the innermost expressions of a codec. */
final class ElementCode {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  private ElementCode() {}

  static int wireType(FieldType type) {
    return switch (type.kind()) {
      case BOOL, INT8, INT16, CHAR, INT32, INT64, ENUM -> VARINT;
      case FLOAT -> FIXED32;
      case DOUBLE -> FIXED64;
      case STRING, BYTES, RECORD, INSTANT, DURATION, TENSOR -> LENGTH_DELIMITED;
    };
  }

  /** Bytes of {@code value}, length prefix included. */
  static CodeBlock size(FieldType type, CodeBlock value) {
    return switch (type.kind()) {
      case BOOL -> CodeBlock.of("1");
      case INT8, INT16, CHAR, INT32 -> CodeBlock.of("$T.sizeOfInt32($L)", JavaTypes.WRITER, value);
      case INT64 -> CodeBlock.of("$T.sizeOfVarint($L)", JavaTypes.WRITER, value);
      case FLOAT -> CodeBlock.of("4");
      case DOUBLE -> CodeBlock.of("8");
      case STRING ->
          CodeBlock.of("$1T.sizeOfLengthDelimited($1T.sizeOfUtf8($2L))", JavaTypes.WRITER, value);
      case BYTES -> CodeBlock.of("$T.sizeOfLengthDelimited($L.length)", JavaTypes.WRITER, value);
      case ENUM ->
          CodeBlock.of(
              "$T.sizeOfInt32($T.number($L))", JavaTypes.WRITER, JavaTypes.codec(type), value);
      case RECORD, INSTANT, DURATION, TENSOR ->
          CodeBlock.of(
              "$T.sizeOfMessage($T.INSTANCE, $L, sizes)",
              JavaTypes.FIELDS,
              JavaTypes.codec(type),
              value);
    };
  }

  /** A statement that writes {@code value}. */
  static CodeBlock write(FieldType type, CodeBlock value) {
    return switch (type.kind()) {
      case BOOL -> CodeBlock.of("out.bool($L)", value);
      case INT8, INT16, CHAR, INT32 -> CodeBlock.of("out.int32($L)", value);
      case INT64 -> CodeBlock.of("out.int64($L)", value);
      case FLOAT -> CodeBlock.of("out.float32($L)", value);
      case DOUBLE -> CodeBlock.of("out.float64($L)", value);
      case STRING -> CodeBlock.of("out.string($L)", value);
      case BYTES -> CodeBlock.of("out.bytes($L)", value);
      case ENUM -> CodeBlock.of("out.int32($T.number($L))", JavaTypes.codec(type), value);
      case RECORD, INSTANT, DURATION, TENSOR ->
          CodeBlock.of(
              "$T.writeMessage($T.INSTANCE, $L, out, sizes)",
              JavaTypes.FIELDS,
              JavaTypes.codec(type),
              value);
    };
  }

  /** An expression that reads an element from {@code reader}. */
  static CodeBlock read(FieldType type, String reader, String path) {
    return switch (type.kind()) {
      case BOOL -> CodeBlock.of("$L.bool()", reader);
      case INT8 -> CodeBlock.of("$T.int8($L.int32(), $S)", JavaTypes.FIELDS, reader, path);
      case INT16 -> CodeBlock.of("$T.int16($L.int32(), $S)", JavaTypes.FIELDS, reader, path);
      case CHAR -> CodeBlock.of("$T.char16($L.int32(), $S)", JavaTypes.FIELDS, reader, path);
      case INT32 -> CodeBlock.of("$L.int32()", reader);
      case INT64 -> CodeBlock.of("$L.int64()", reader);
      case FLOAT -> CodeBlock.of("$L.float32()", reader);
      case DOUBLE -> CodeBlock.of("$L.float64()", reader);
      case STRING -> CodeBlock.of("$L.string()", reader);
      case BYTES -> CodeBlock.of("$L.bytes()", reader);
      case ENUM -> CodeBlock.of("$T.constant($L.int32(), $S)", JavaTypes.codec(type), reader, path);
      case RECORD, INSTANT, DURATION, TENSOR ->
          CodeBlock.of("$L.message($T.INSTANCE)", reader, JavaTypes.codec(type));
    };
  }

  /** A condition that holds unless {@code value} is what proto3 does not write. */
  static CodeBlock isNotDefault(FieldType type, CodeBlock value) {
    return switch (type.kind()) {
      case BOOL -> value;
      case INT8, INT16, CHAR, INT32, INT64 -> CodeBlock.of("$L != 0", value);
      // By bits: -0.0 is not the default, though it equals it.
      case FLOAT -> CodeBlock.of("$T.floatToRawIntBits($L) != 0", Float.class, value);
      case DOUBLE -> CodeBlock.of("$T.doubleToRawLongBits($L) != 0", Double.class, value);
      case STRING -> CodeBlock.of("!$L.isEmpty()", value);
      case BYTES -> CodeBlock.of("$L.length != 0", value);
      case ENUM, RECORD, INSTANT, DURATION, TENSOR ->
          throw new IllegalArgumentException(type.kind() + " is always written");
    };
  }

  /** Whether a field of exactly one is left out when it has its default. */
  static boolean hasDefault(FieldType type) {
    return switch (type.kind()) {
      case BOOL, INT8, INT16, CHAR, INT32, INT64, FLOAT, DOUBLE, STRING, BYTES -> true;
      case ENUM, RECORD, INSTANT, DURATION, TENSOR -> false;
    };
  }

  /** The value of an absent field; null where there is none. */
  static CodeBlock defaultValue(FieldType type) {
    return switch (type.kind()) {
      case BOOL -> CodeBlock.of("false");
      case INT8, INT16, CHAR, INT32 -> CodeBlock.of("0");
      case INT64 -> CodeBlock.of("0L");
      case FLOAT -> CodeBlock.of("0f");
      case DOUBLE -> CodeBlock.of("0d");
      case STRING -> CodeBlock.of("$S", "");
      case BYTES -> CodeBlock.of("new byte[0]");
      case ENUM, RECORD, INSTANT, DURATION, TENSOR -> CodeBlock.of("null");
    };
  }

  /** Whether the size says nothing about the element, so that nulls must be looked for apart. */
  static boolean isFixedSize(FieldType type) {
    return switch (type.kind()) {
      case BOOL, FLOAT, DOUBLE -> true;
      case INT8,
          INT16,
          CHAR,
          INT32,
          INT64,
          STRING,
          BYTES,
          ENUM,
          RECORD,
          INSTANT,
          DURATION,
          TENSOR ->
          false;
    };
  }
}

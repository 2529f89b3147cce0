package dev.edgewise.serving.protocol;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.model.ElementType;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The protocol's words for types of elements, and the numbers of a model's configuration. */
enum Datatype {
  BOOL(ElementType.BOOL, 1),
  UINT8(ElementType.UINT8, 2),
  UINT16(ElementType.UINT16, 3),
  UINT32(ElementType.UINT32, 4),
  UINT64(ElementType.UINT64, 5),
  INT8(ElementType.INT8, 6),
  INT16(ElementType.INT16, 7),
  INT32(ElementType.INT32, 8),
  INT64(ElementType.INT64, 9),
  FP16(ElementType.FLOAT16, 10),
  FP32(ElementType.FLOAT32, 11),
  FP64(ElementType.FLOAT64, 12),
  BYTES(ElementType.BYTES, 13),
  BF16(ElementType.BFLOAT16, 14);

  private final ElementType type;
  private final int number;

  Datatype(ElementType type, int number) {
    this.type = type;
    this.number = number;
  }

  ElementType type() {
    return type;
  }

  /** Its number in {@code inference.DataType}. */
  int number() {
    return number;
  }

  /** As a model's configuration calls it. */
  String configName() {
    return this == BYTES ? "TYPE_STRING" : "TYPE_" + name();
  }

  /** Whether JSON has a way to write its elements. */
  boolean inJson() {
    return this != FP16 && this != BF16;
  }

  static Datatype of(ElementType type) {
    for (Datatype datatype : values()) {
      if (datatype.type == type) {
        return datatype;
      }
    }
    throw new IllegalArgumentException("no datatype for " + type);
  }

  /**
   * The type of that name.
   *
   * @throws EdgewiseException with {@code BAD_REQUEST}
   */
  static Datatype parse(String tensor, String name) {
    for (Datatype datatype : values()) {
      if (datatype.name().equals(name)) {
        return datatype;
      }
    }
    throw Refusals.bad(
        "input '"
            + Refusals.shown(tensor)
            + "' has datatype '"
            + Refusals.shown(name)
            + "' (expected: "
            + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))
            + ")");
  }
}

package dev.edgewise.core.model;

/** The type of a tensor's elements. */
public enum ElementType {
  FLOAT32(4),
  FLOAT16(2),
  FLOAT64(8),
  INT8(1),
  UINT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  BOOL(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  BFLOAT16(2),
  /**
   * Strings of bytes, mostly text in UTF-8. Each element is its length, four bytes little-endian on
   * every machine, and then so many bytes: the raw form of the Open Inference Protocol.
   */
  BYTES(0);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Size of one element; 0 for {@link #BYTES}, whose elements have sizes of their own. */
  public int bytes() {
    return bytes;
  }
}

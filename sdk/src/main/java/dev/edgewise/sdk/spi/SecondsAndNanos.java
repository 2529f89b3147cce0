package dev.edgewise.sdk.spi;

/**
 * The two fields that {@code Timestamp} and {@code Duration} have in common.
 *
 * @param seconds field 1
 * @param nanos field 2
 */
record SecondsAndNanos(long seconds, int nanos) {
  private static final int SECONDS = 1 << 3 | WireReader.VARINT;
  private static final int NANOS = 2 << 3 | WireReader.VARINT;

  static void write(long seconds, int nanos, WireWriter out) {
    if (seconds != 0) {
      out.tag(SECONDS);
      out.int64(seconds);
    }
    if (nanos != 0) {
      out.tag(NANOS);
      out.int32(nanos);
    }
  }

  static SecondsAndNanos read(WireReader in) {
    long seconds = 0;
    int nanos = 0;
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      switch (tag) {
        case SECONDS -> seconds = in.int64();
        case NANOS -> nanos = in.int32();
        default -> in.skip(tag);
      }
    }
    return new SecondsAndNanos(seconds, nanos);
  }
}

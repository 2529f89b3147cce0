package dev.edgewise.serving.state;

/**
 * How long a shared store takes, by what it took lately: a part for each call and one for each
 * byte. Before anything was measured it is taken for a slow one. Immutable.
 *
 * @param writePerByte nanoseconds
 * @param readPerByte nanoseconds
 */
record Speed(double writePerByte, double readPerByte) {
  /** 50 MB/s. */
  static final Speed UNKNOWN = new Speed(20, 20);

  /** What a call takes beside its bytes. */
  private static final double CALL_NANOS = 1_000_000;

  /** Weight of the newest measurement. */
  private static final double NEWEST = 0.2;

  /** What writing so many bytes takes. */
  double writeNanos(long bytes) {
    return CALL_NANOS + writePerByte * bytes;
  }

  /** What reading so many bytes takes. */
  double readNanos(long bytes) {
    return CALL_NANOS + readPerByte * bytes;
  }

  /** After a write. */
  Speed wrote(long bytes, long nanos) {
    return new Speed(mixed(writePerByte, bytes, nanos), readPerByte);
  }

  /** After a read. */
  Speed read(long bytes, long nanos) {
    return new Speed(writePerByte, mixed(readPerByte, bytes, nanos));
  }

  private static double mixed(double known, long bytes, long nanos) {
    double measured = Math.max(0, nanos - CALL_NANOS) / Math.max(1, bytes);
    return known + NEWEST * (measured - known);
  }
}

package dev.edgewise.serving.batch;

/**
 * How many items fit: by the largest estimate, and by what made memory run out (halved then, one
 * more after each eight full batches that went well). Not thread-safe.
 */
final class MemoryTable {
  private static final int WELL = 8;

  private final int max;
  private final long allowed;
  private double estimated;
  private int cap;
  private int well;

  MemoryTable(int max, long allowed) {
    this.max = max;
    this.allowed = allowed;
    this.cap = max;
  }

  /** One item more is known to need {@code bytes}. */
  void estimate(long bytes) {
    estimated = Math.max(estimated, (double) bytes);
  }

  /** A batch of {@code n} did not fit. */
  void ranOut(int n) {
    cap = Math.max(1, Math.min(cap, n) / 2);
    well = 0;
  }

  /** A batch of {@code n} went well. */
  void fitted(int n) {
    if (cap < max && n >= cap && ++well >= WELL) {
      cap++;
      well = 0;
    }
  }

  /** The most items of a batch, 1 or more. */
  int cap() {
    int byBytes = estimated <= 0 ? max : (int) Math.clamp(allowed / estimated, 1, max);
    return Math.min(cap, byBytes);
  }
}

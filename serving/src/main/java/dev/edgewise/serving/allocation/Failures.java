package dev.edgewise.serving.allocation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Loads of one model that failed in a row; three within 15 minutes are too many. */
final class Failures {
  private static final int MOST = 3;
  private static final long REMEMBERED_NANOS = Duration.ofMinutes(15).toNanos();

  private int total;
  private int recent;
  private long lastNanos;
  private @Nullable RuntimeException last;

  void add(RuntimeException e, long now) {
    recent = recent > 0 && now - lastNanos > REMEMBERED_NANOS ? 1 : recent + 1;
    total++;
    lastNanos = now;
    last = e;
  }

  /** What comes next is the first again. */
  void forget() {
    recent = 0;
  }

  /** How many there ever were. */
  int total() {
    return total;
  }

  /** Whether the last load failed. */
  boolean any() {
    return recent > 0;
  }

  boolean tooMany(long now) {
    return recent >= MOST && now - lastNanos <= REMEMBERED_NANOS;
  }

  RuntimeException last() {
    RuntimeException e = last;
    return e == null ? new IllegalStateException("nothing failed") : e;
  }
}

package dev.edgewise.serving.allocation;

import dev.edgewise.serving.allocation.Loadable.Loaded;
import java.time.Duration;
import java.util.Optional;

/** What an allocator knows of one model. Guarded by the allocator's lock. */
final class Place<T> {
  /** What a load is thought to take before the first: a fast one, so that nothing is held dear. */
  private static final long UNKNOWN_LOAD_NANOS = Duration.ofMillis(50).toNanos();

  final String key;
  final String name;
  final Heat heat;
  final Failures failures = new Failures();
  State state = State.ABSENT;
  Optional<Loaded<T>> loaded = Optional.empty();
  long bytes;
  long loadNanos = UNKNOWN_LOAD_NANOS;
  long loadedAtNanos;
  int pins;

  /** An operator wants it in memory. */
  boolean held;

  /** An operator wants it out of memory. */
  boolean barred;

  Place(String key, String name, long halfLifeNanos, long now) {
    this.key = key;
    this.name = name;
    this.heat = new Heat(halfLifeNanos, now);
  }

  Resident asResident(long now) {
    return new Resident(
        key,
        Math.max(1, bytes),
        heat.at(now),
        loadNanos,
        loadedAtNanos,
        pins > 0 || held || state == State.LOADING);
  }

  Status status(long now) {
    String word =
        switch (state) {
          case READY -> "ready";
          case LOADING -> "loading";
          case ABSENT, LEAVING -> failures.any() ? "failed" : "unloaded";
        };
    String reason = "";
    if (word.equals("failed")) {
      reason = String.valueOf(failures.last().getMessage());
    } else if (barred) {
      reason = "it was unloaded on demand";
    }
    boolean measured = loadNanos != UNKNOWN_LOAD_NANOS;
    return new Status(
        word,
        reason,
        measured ? bytes : 0,
        measured ? Duration.ofNanos(loadNanos) : Duration.ZERO,
        heat.at(now));
  }
}

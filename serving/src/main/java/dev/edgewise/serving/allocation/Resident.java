package dev.edgewise.serving.allocation;

import static java.util.Objects.requireNonNull;

/**
 * A model in memory, as the policy sees it.
 *
 * @param key which one
 * @param bytes that it takes, at least 1
 * @param heat how often it is asked for, decayed
 * @param loadNanos what loading it again would cost
 * @param loadedAtNanos since when it is there
 * @param pinned whether calls run on it, or an operator has loaded it: it is not evicted then
 */
record Resident(
    String key, long bytes, double heat, long loadNanos, long loadedAtNanos, boolean pinned) {
  Resident {
    requireNonNull(key, "key");
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes: " + bytes + " (expected: at least 1)");
    }
  }

  /** What the memory that it takes is worth: load time that is saved, for each byte. */
  double worth() {
    return heat * loadNanos / bytes;
  }
}

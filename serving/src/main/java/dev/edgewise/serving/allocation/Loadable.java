package dev.edgewise.serving.allocation;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;

/**
 * Something that can be loaded.
 *
 * @param key the digest of what is loaded: what has one key is loaded once
 * @param name for people
 * @param predictedBytes what it will take, as far as that is known before, at least 1
 * @param load loads it; blocks; throws what a caller should see
 * @param <T> what is loaded
 */
public record Loadable<T>(String key, String name, long predictedBytes, Supplier<Loaded<T>> load) {
  public Loadable {
    requireNonNull(key, "key");
    requireNonNull(name, "name");
    requireNonNull(load, "load");
    if (predictedBytes < 1) {
      throw new IllegalArgumentException(
          "predictedBytes: " + predictedBytes + " (expected: at least 1)");
    }
  }

  /**
   * What has been loaded.
   *
   * @param bytes that it takes, measured
   * @param unload gives them back; blocks until they are free
   */
  public record Loaded<T>(T value, long bytes, Runnable unload) {
    public Loaded {
      requireNonNull(unload, "unload");
      bytes = Math.max(1, bytes);
    }
  }
}

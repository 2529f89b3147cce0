package dev.edgewise.serving.repository;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a model's own configuration says; all of it may be left out, the rest is read from the
 * model.
 *
 * @param maxBatchSize items of one run, 1 to 1024
 * @param batchTimeout the longest that a call waits for others while the device is busy
 * @param versions which are served
 * @param preload whether the model is loaded when its node starts
 * @param allowNan whether what is not a number is a result like others; otherwise the call whose
 *     outputs hold it fails
 * @param warmup what it is run on after a load, beside what callers sent before
 */
public record ModelSettings(
    OptionalInt maxBatchSize,
    Optional<Duration> batchTimeout,
    Versions versions,
    boolean preload,
    boolean allowNan,
    List<WarmupSample> warmup) {
  /** Nothing is said. */
  public static final ModelSettings NONE =
      new ModelSettings(
          OptionalInt.empty(), Optional.empty(), new Versions.All(), false, false, List.of());

  public ModelSettings {
    requireNonNull(maxBatchSize, "maxBatchSize");
    requireNonNull(batchTimeout, "batchTimeout");
    requireNonNull(versions, "versions");
    warmup = List.copyOf(warmup);
  }

  /** Which versions of a model are served. */
  public sealed interface Versions {
    /** All that are there. */
    record All() implements Versions {}

    /**
     * The newest ones.
     *
     * @param count of them, from 1
     */
    record Latest(int count) implements Versions {}

    /** These, as far as they are there. */
    record Only(SortedSet<Integer> numbers) implements Versions {
      public Only {
        numbers = new TreeSet<>(numbers);
      }
    }
  }
}

package dev.edgewise.orchestrator.gateway.generation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What is kept of generations, and for how long.
 *
 * @param most generations at the same time, running or ended, from 1
 * @param mostBytes of the chunks of all of them, from 1
 * @param mostBytesEach of the chunks of one, from 1; passed by one chunk at most
 * @param grace how long one is kept when no client reads it: a running one is cancelled then, one
 *     that has ended is forgotten. Zero: with its last client
 */
public record GenerationSettings(int most, long mostBytes, long mostBytesEach, Duration grace) {
  /** 256 generations with 64 MiB of chunks together, 4 MiB each, for half a minute. */
  public static final GenerationSettings STANDARD = of(256, 64L << 20, Duration.ofSeconds(30));

  private static final long MOST_EACH = 4L << 20;
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

  public GenerationSettings {
    requireNonNull(grace, "grace");
    if (most < 1 || mostBytes < 1 || mostBytesEach < 1) {
      throw new IllegalArgumentException("generations: limits must be at least 1");
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace: " + grace + " (expected: zero or more)");
    }
  }

  /** With at most 4 MiB each. */
  public static GenerationSettings of(int most, long mostBytes, Duration grace) {
    return new GenerationSettings(most, mostBytes, Math.min(mostBytes, MOST_EACH), grace);
  }

  /** How long a reader may take nothing while it holds up another one of the same generation. */
  Duration patience() {
    return grace.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : grace;
  }

  /** The same with another time. */
  public GenerationSettings withGrace(Duration other) {
    return new GenerationSettings(most, mostBytes, mostBytesEach, other);
  }
}

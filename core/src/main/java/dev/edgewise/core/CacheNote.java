package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Whether an answer was computed for its call or had been kept.
 *
 * @param kind where it came from
 * @param age since it was computed; zero when it was computed now
 * @param similarity of both questions, for a semantic hit
 * @param bound on the share of such hits that are wrong, where one is kept
 */
public record CacheNote(Kind kind, Duration age, OptionalDouble similarity, OptionalDouble bound) {
  /** Computed now. */
  public static final CacheNote NONE =
      new CacheNote(Kind.NONE, Duration.ZERO, OptionalDouble.empty(), OptionalDouble.empty());

  /** Where an answer came from. */
  public enum Kind {
    /** It was computed for this call, or for one like it that ran at the same time. */
    NONE,
    /** The very same had been asked. */
    EXACT,
    /** Something that means alike had been asked. */
    SEMANTIC
  }

  public CacheNote {
    requireNonNull(kind, "kind");
    requireNonNull(age, "age");
    requireNonNull(similarity, "similarity");
    requireNonNull(bound, "bound");
  }
}

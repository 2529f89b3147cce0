package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import java.time.Duration;
import java.util.Optional;

/**
 * What a client asks for beyond what the method's annotations say. Immutable; the {@code with…}
 * methods give changed copies.
 *
 * @param deadline instead of the method's own; more than zero, at most an hour
 * @param label at least this label for every call; it can only raise what the data asks for
 */
public record CallOptions(Optional<Duration> deadline, Optional<Label> label) {
  private static final CallOptions NONE = new CallOptions(Optional.empty(), Optional.empty());
  private static final Duration LONGEST = Duration.ofHours(1);

  public CallOptions {
    requireNonNull(deadline, "deadline");
    requireNonNull(label, "label");
    deadline.ifPresent(
        d -> {
          if (d.isNegative() || d.isZero() || d.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                "deadline: " + d + " (expected: more than zero, at most an hour)");
          }
        });
  }

  /** What the annotations say, and nothing more. */
  public static CallOptions none() {
    return NONE;
  }

  /** The same with another deadline. */
  public CallOptions withDeadline(Duration deadline) {
    return new CallOptions(Optional.of(deadline), label);
  }

  /** The same with another least label. */
  public CallOptions withLabel(Label label) {
    return new CallOptions(deadline, Optional.of(label));
  }
}

package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.TraceContext;
import java.time.Duration;
import java.util.Optional;

/**
 * What a client asks for beyond what the method's annotations say. Immutable; the {@code with…}
 * methods give changed copies.
 *
 * @param deadline instead of the method's own; more than zero, at most an hour
 * @param label at least this label for every call; it can only raise what the data asks for
 * @param trace the trace that calls go on with, where they are not nested in another call
 */
public record CallOptions(
    Optional<Duration> deadline, Optional<Label> label, Optional<TraceContext> trace) {
  private static final CallOptions NONE =
      new CallOptions(Optional.empty(), Optional.empty(), Optional.empty());
  private static final Duration LONGEST = Duration.ofHours(1);

  public CallOptions {
    requireNonNull(deadline, "deadline");
    requireNonNull(label, "label");
    requireNonNull(trace, "trace");
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
    return new CallOptions(Optional.of(deadline), label, trace);
  }

  /** The same with another least label. */
  public CallOptions withLabel(Label label) {
    return new CallOptions(deadline, Optional.of(label), trace);
  }

  /**
   * The same within a trace that the application is in.
   *
   * @param traceparent the W3C header of that name; one that is not valid begins a new trace, as
   *     the specification asks
   */
  public CallOptions withTraceparent(String traceparent) {
    return new CallOptions(deadline, label, TraceContext.parse(traceparent));
  }
}

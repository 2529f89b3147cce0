package dev.edgewise.serving.batch;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.time.Duration;

/**
 * What became of a call. Each call gets exactly one.
 *
 * @param <O> what comes out of a batch for one item
 */
public sealed interface Verdict<O> {
  /**
   * It was run.
   *
   * @param value its result
   * @param batchSize how many calls ran together, 1 or more
   * @param waitedNanos between arrival and the start of the batch, 0 or more
   * @param ranNanos of the batch, reruns included, 0 or more
   */
  record Completed<O>(O value, int batchSize, long waitedNanos, long ranNanos)
      implements Verdict<O> {
    /** Checks what is given. */
    public Completed {
      requireNonNull(value, "value");
    }
  }

  /**
   * It was not run.
   *
   * @param why the reason
   * @param lane where it would have waited
   * @param expected how long from its arrival it would have taken, as far as is known; zero when
   *     nothing is known
   * @param left how long it had until its deadline when it was refused; zero when it has passed,
   *     and also for a call without one
   * @param retryAfter when it is worth trying again, more than zero
   */
  record Refused<O>(Refusal why, String lane, Duration expected, Duration left, Duration retryAfter)
      implements Verdict<O> {
    /** Checks what is given. */
    public Refused {
      requireNonNull(why, "why");
      requireNonNull(lane, "lane");
    }

    /** For people: the lane, the reason, and the figures behind it. */
    public String words() {
      return "The lane "
          + lane
          + " did not take or keep the call: "
          + why.words()
          + " (expected to take "
          + millis(expected)
          + " ms, "
          + millis(left)
          + " ms left). Try again in "
          + Math.max(1, retryAfter.toMillis())
          + " ms, give it more time, or add nodes.";
    }

    private static long millis(Duration duration) {
      return duration.toMillis();
    }
  }

  /**
   * It, and not only the batch that it was in, failed.
   *
   * @param error what the batch function threw, or an {@link EdgewiseException}
   */
  record Failed<O>(Throwable error) implements Verdict<O> {
    /** Checks what is given. */
    public Failed {
      requireNonNull(error, "error");
    }
  }

  /** Its caller no longer wanted it; it was not run, or its result was dropped. */
  record Cancelled<O>() implements Verdict<O> {}

  /** For a metric: {@code completed}, {@code failed}, {@code cancelled}, or the refusal's. */
  default String label() {
    return switch (this) {
      case Completed<O> unused -> "completed";
      case Refused<O> refused -> refused.why().label();
      case Failed<O> unused -> "failed";
      case Cancelled<O> unused -> "cancelled";
    };
  }

  /**
   * The result, for the border to code that works with exceptions.
   *
   * @throws EdgewiseException {@link ErrorCode#OVERLOADED} when it was refused (the invoker then
   *     tries another node), {@link ErrorCode#EXPIRED} when its deadline passed, {@link
   *     ErrorCode#DRAINING} when the device closes, {@link ErrorCode#NO_MODEL_MEMORY} when it is
   *     too large, {@link ErrorCode#CANCELLED} when it was cancelled, {@link ErrorCode#BODY_FAILED}
   *     when the batch function threw a checked exception for it
   * @throws RuntimeException what the batch function threw for it, if that was one
   */
  default O orThrow() {
    switch (this) {
      case Completed<O> completed -> {
        return completed.value();
      }
      case Refused<O> refused -> throw EdgewiseException.of(code(refused.why()), refused.words());
      case Cancelled<O> unused ->
          throw EdgewiseException.of(
              ErrorCode.CANCELLED, "The call was cancelled while it waited. Nothing is to do.");
      case Failed<O> failed -> {
        if (failed.error() instanceof RuntimeException error) {
          throw error;
        }
        if (failed.error() instanceof Error error) {
          throw error;
        }
        throw EdgewiseException.of(
            ErrorCode.BODY_FAILED,
            "A batch failed because of this item: " + failed.error(),
            failed.error());
      }
    }
  }

  private static ErrorCode code(Refusal why) {
    return switch (why) {
      case LANE_FULL, TENANT_FULL, TOO_MANY_LANES, TOO_LATE, SHED -> ErrorCode.OVERLOADED;
      case EXPIRED -> ErrorCode.EXPIRED;
      case CLOSED -> ErrorCode.DRAINING;
      case TOO_LARGE -> ErrorCode.NO_MODEL_MEMORY;
    };
  }
}

package dev.edgewise.sdk.invoke;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Decision;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Node;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.rules.RuleTrace;
import dev.edgewise.core.rules.RuleVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one call went, placement by placement: what {@code edgewise explain} tells. Holds no payload
 * but the fields that rules read.
 *
 * @param time when it began
 * @param timeAllowed from then to its deadline
 * @param invocation what was asked for
 * @param trace whose story it belongs to
 * @param origin how it came to the invoker
 * @param steps in the order in which they happened, at least one
 * @param result how it ended
 * @param rules what the operator's rules said of it, with the values of fields that they read
 */
public record CallRecord(
    Instant time,
    Duration timeAllowed,
    Invocation invocation,
    TraceContext trace,
    Origin origin,
    List<Step> steps,
    Result result,
    List<RuleTrace> rules) {
  /** A call that no rule was about. */
  public CallRecord(
      Instant time,
      Duration timeAllowed,
      Invocation invocation,
      TraceContext trace,
      Origin origin,
      List<Step> steps,
      Result result) {
    this(time, timeAllowed, invocation, trace, origin, steps, result, List.of());
  }

  public CallRecord {
    requireNonNull(time, "time");
    requireNonNull(timeAllowed, "timeAllowed");
    requireNonNull(invocation, "invocation");
    requireNonNull(trace, "trace");
    requireNonNull(origin, "origin");
    steps = List.copyOf(steps);
    requireNonNull(result, "result");
    rules = List.copyOf(rules);
  }

  /** Why a placement was asked for. */
  public enum StepKind {
    /** The first placement of the call. */
    FIRST,
    /** The node that was tried did not take it, or was lost. */
    RETRY,
    /** The edge's answer was unsure. */
    ESCALATION,
    /** A zone was started for it. */
    WOKEN
  }

  /**
   * One placement and what came of it.
   *
   * @param kind why it was asked for
   * @param at since the call began
   * @param decision the router's record
   * @param answer one word for what the node did: {@code completed}, {@code not-run}, {@code lost},
   *     {@code failed}, {@code expired}, and {@code held} while it waited for a zone; empty when
   *     nothing was sent
   * @param detail for people; may be empty
   * @param took from sending to the answer
   */
  public record Step(
      StepKind kind, Duration at, Decision decision, String answer, String detail, Duration took) {
    public Step {
      requireNonNull(kind, "kind");
      requireNonNull(at, "at");
      requireNonNull(decision, "decision");
      requireNonNull(answer, "answer");
      requireNonNull(detail, "detail");
      requireNonNull(took, "took");
    }
  }

  /**
   * The end.
   *
   * @param outcome {@code completed}, {@code refused}, {@code expired}, {@code failed} or {@code
   *     cancelled}
   * @param code present unless completed
   * @param message for people; empty when completed
   * @param node who answered; present when completed
   * @param escalation what a cascade did
   * @param took the whole call
   */
  public record Result(
      String outcome,
      Optional<ErrorCode> code,
      String message,
      Optional<Node> node,
      Escalation escalation,
      Duration took) {
    public Result {
      requireNonNull(outcome, "outcome");
      requireNonNull(code, "code");
      requireNonNull(message, "message");
      requireNonNull(node, "node");
      requireNonNull(escalation, "escalation");
      requireNonNull(took, "took");
    }

    /** The end, without the result itself. */
    static Result of(Outcome<?> outcome) {
      if (outcome instanceof Outcome.Completed<?> completed) {
        return new Result(
            "completed",
            Optional.empty(),
            "",
            Optional.of(completed.node()),
            completed.escalation(),
            completed.took());
      }
      if (outcome instanceof Outcome.Refused<?> refused) {
        return ended("refused", refused.cause(), refused.took());
      }
      if (outcome instanceof Outcome.Expired<?> expired) {
        return ended("expired", expired.cause(), expired.took());
      }
      if (outcome instanceof Outcome.Failed<?> failed) {
        return ended("failed", failed.cause(), failed.took());
      }
      return ended("cancelled", ((Outcome.Cancelled<?>) outcome).cause(), outcome.took());
    }

    Result withMessage(String kept) {
      return new Result(outcome, code, kept, node, escalation, took);
    }

    private static Result ended(String outcome, EdgewiseException cause, Duration took) {
      return new Result(
          outcome,
          Optional.of(cause.code()),
          String.valueOf(cause.getMessage()),
          Optional.empty(),
          new Escalation.None(),
          took);
    }
  }

  /** Whether it must be kept in full: whatever did not simply complete at the first try. */
  public boolean isNotable() {
    return !result.outcome().equals("completed")
        || steps.size() > 1
        || result.escalation() instanceof Escalation.Kept
        || result.escalation() instanceof Escalation.Escalated
        || rules.stream().anyMatch(trace -> trace.verdict().kind() != RuleVerdict.Kind.NOTHING);
  }
}

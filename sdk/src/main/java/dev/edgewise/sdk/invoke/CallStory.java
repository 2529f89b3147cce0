package dev.edgewise.sdk.invoke;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheNote;
import dev.edgewise.core.CacheTexts;
import dev.edgewise.core.Clock;
import dev.edgewise.core.Decision;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Node;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Placement;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.invoke.CallRecord.StepKind;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one call so far, and its endings in words. Decides nothing. Guarded by the lock
 * of its {@link Running}.
 *
 * @param <R> the result
 */
final class CallStory<R extends @Nullable Object> {
  private final Clock clock;
  private final CallRules rules;
  private final Invocation invocation;
  private final Duration timeAllowed;
  private final TraceContext trace;
  private final Origin origin;
  private final long begun;
  private final Instant time;
  private final List<CallRecord.Step> steps = new ArrayList<>();
  private @Nullable String kept;
  private String saidLast = "";
  private long heldSince;

  CallStory(Clock clock, EncodedCall<?> call, CallRules rules) {
    this.clock = clock;
    this.rules = rules;
    this.invocation = call.invocation();
    this.timeAllowed = call.request().timeAllowed();
    this.trace = call.trace();
    this.origin = call.request().origin();
    this.begun = clock.nanos();
    this.time = clock.now();
  }

  Duration timeLeft() {
    return Duration.ofNanos(Math.max(0, invocation.deadlineNanos() - clock.nanos()));
  }

  private Duration took() {
    return Duration.ofNanos(clock.nanos() - begun);
  }

  /** It begins to wait for a zone. */
  void holds() {
    heldSince = clock.nanos();
  }

  /** It has waited for a zone since the placement that found no node. */
  void held(StepKind kind, Decision decision, String whatOfTheZone) {
    Duration waited = Duration.ofNanos(clock.nanos() - heldSince);
    steps.add(
        new CallRecord.Step(
            kind,
            Duration.ofNanos(heldSince - begun),
            decision,
            "held",
            ZoneWait.seconds(waited) + " while " + whatOfTheZone,
            waited));
  }

  /** A placement after which nothing was sent. */
  void notSent(StepKind kind, Decision decision) {
    steps.add(new CallRecord.Step(kind, took(), decision, "", "", Duration.ZERO));
  }

  /** A placement that was sent, and the answer; of a stream also which items came. */
  void answered(Leg leg, String answer, String detail, String after) {
    steps.add(
        new CallRecord.Step(
            leg.kind(),
            Duration.ofNanos(leg.sent() - begun),
            leg.decision(),
            answer,
            detail + (detail.isEmpty() || after.isEmpty() ? "" : ", ") + after,
            Duration.ofNanos(clock.nanos() - leg.sent())));
  }

  /** How many items, as a person says it. */
  static String inWords(OptionalLong items) {
    long count = items.orElse(0);
    return count + (count == 1 ? " item" : " items");
  }

  /** The items of one node, as a person says it: where it began, and how many it gave. */
  static String inWords(long before, long items) {
    return (before == 0 ? "after " : "from item " + (before + 1) + " on, after ")
        + inWords(OptionalLong.of(items));
  }

  /** What a cache did, as a person says it; empty where nothing is kept. */
  static String inWords(Optional<CacheNote> cache) {
    return cache.map(note -> "cache: " + CacheTexts.text(note)).orElse("");
  }

  CallRecord recordOf(Outcome<R> outcome) {
    CallRecord.Result result = CallRecord.Result.of(outcome);
    return new CallRecord(
        time,
        timeAllowed,
        invocation,
        trace,
        origin,
        steps,
        kept == null || !(outcome instanceof Outcome.Failed) ? result : result.withMessage(kept),
        rules.traces());
  }

  Outcome<R> completed(R value, Node node, Escalation escalation, Optional<CacheNote> cache) {
    return new Outcome.Completed<>(value, node, escalation, cache, invocation.id(), took());
  }

  /**
   * No node may run it, or none would take it.
   *
   * @param blocks why no call at all is sent, when that is so
   * @param retryAfter when another try is worth it; zero when nobody knows
   */
  Outcome<R> refused(Optional<ErrorCode> blocks, Placement placement, Duration retryAfter) {
    ErrorCode code =
        placement instanceof Placement.Refuse refuse ? refuse.code() : ErrorCode.NO_NODE;
    String words = name() + " was not sent: " + placement.reason();
    EdgewiseException cause =
        retryAfter.isZero()
            ? exception(blocks.orElse(code), words, null)
            : EdgewiseException.worthTryingAfter(
                retryAfter, blocks.orElse(code), words, invocation.id());
    return new Outcome.Refused<>(cause, invocation.id(), took());
  }

  /** An answer that a rule keeps from its caller. */
  Outcome<R> withheld(String because, Node node) {
    return failed(
        ErrorCode.RULE_REFUSED, "The answer of " + name() + " is not given: " + because, node);
  }

  /** Nodes were asked, and each said no before it ran anything. */
  Outcome<R> takenByNone(Reply.NotRun last, Collection<String> tried, String reason) {
    return notTaken(
        Reply.NotRun.isSaidBy(last.code()) ? last.code() : ErrorCode.NO_NODE,
        " was taken by none of "
            + String.join(", ", tried)
            + ", last: "
            // A node's words may be a whole sentence, the router's go on.
            + last.detail().replaceFirst("\\.$", "")
            + "; "
            + reason);
  }

  private Outcome<R> notTaken(ErrorCode code, String what) {
    return new Outcome.Refused<>(exception(code, name() + what, null), invocation.id(), took());
  }

  Outcome<R> failed(ErrorCode code, String message, @Nullable Node node) {
    return new Outcome.Failed<>(
        exception(code, message, node == null ? null : node.name()), invocation.id(), took());
  }

  /**
   * The body threw. What it said is for the caller: of a declared exception the record keeps the
   * type, and of what a body says about confidential data nothing.
   */
  Outcome<R> failed(Reply.Failed reply, MethodDefinition<?> method, Node node) {
    Optional<Exception> fault = reply.fault().flatMap(message -> message.as(method));
    String words = reply.detail();
    if (reply.fault().isPresent() && fault.isEmpty()) {
      words =
          name()
              + " threw "
              + reply.fault().get().messageName()
              + ", which this side does not know or cannot read: "
              + words
              + ". Was the node's service compiled from another version?";
    }
    EdgewiseException cause = exception(reply.code(), words, node.name());
    saidLast = keptOf(reply);
    kept =
        saidLast.equals(reply.detail())
            ? null
            : exception(reply.code(), saidLast, node.name()).getMessage();
    return new Outcome.Failed<>(cause, fault, invocation.id(), took());
  }

  /** An answer that this side cannot read. */
  Outcome<R> unreadable(String because, Node node) {
    return failed(
        ErrorCode.BAD_ANSWER,
        "The answer of "
            + name()
            + " cannot be read: "
            + because
            + ". Was the node's service compiled from another version?",
        node);
  }

  /** What the record of the call may keep of a failure's words. */
  String keptOf(Reply.Failed reply) {
    if (reply.fault().isPresent()) {
      return name() + " threw " + reply.fault().get().messageName();
    }
    return reply.code() == ErrorCode.BODY_FAILED
            && invocation.label().compareTo(Label.CONFIDENTIAL) >= 0
        ? name() + " failed; its words are not kept, because of the label"
        : reply.detail();
  }

  /** What of the last failure's words may be kept. */
  String saidLast() {
    return saidLast;
  }

  /** Says why the cloud was not asked. */
  String tooLate(Duration expected) {
    return "the cloud's answer was expected in "
        + expected.toMillis()
        + " ms, and only "
        + timeLeft().toMillis()
        + " ms were left";
  }

  /** Says where it was lost, why, and why that is the end. */
  String lost(Collection<String> tried, String detail, String advice) {
    return name()
        + " was lost on "
        + String.join(", ", tried)
        + " while it may have been running ("
        + detail
        + "), and "
        + advice
        + ".";
  }

  Outcome<R> expired(OptionalLong items) {
    String last = steps.isEmpty() ? "" : " Last: " + inWords(steps.get(steps.size() - 1)) + ".";
    return new Outcome.Expired<>(
        exception(
            ErrorCode.EXPIRED,
            name()
                + (items.orElse(0) > 0
                    ? " had not ended, though " + inWords(items) + " had come, after "
                    : " had no answer after ")
                + timeAllowed.toMillis()
                + " ms."
                + last
                + " Raise @Deadline, or see what took so long with: edgewise explain "
                + invocation.id(),
            null),
        invocation.id(),
        took());
  }

  Outcome<R> cancelled(String because, OptionalLong items) {
    return new Outcome.Cancelled<>(
        exception(
            ErrorCode.CANCELLED,
            name()
                + " was cancelled: "
                + because
                + (items.orElse(0) > 0 ? ", after " + inWords(items) : "")
                + ".",
            null),
        invocation.id(),
        took());
  }

  private static String inWords(CallRecord.Step step) {
    if (step.decision().placement() instanceof Placement.Run run) {
      return run.node().name()
          + " was asked: "
          + step.answer()
          + (step.detail().isEmpty() ? "" : ", " + step.detail());
    }
    return step.answer().equals("held")
        ? "held " + step.detail()
        : step.decision().placement().reason();
  }

  private String name() {
    return invocation.method().fullName();
  }

  private EdgewiseException exception(ErrorCode code, String message, @Nullable String node) {
    return EdgewiseException.ofCall(code, message, node, invocation.id(), null);
  }
}

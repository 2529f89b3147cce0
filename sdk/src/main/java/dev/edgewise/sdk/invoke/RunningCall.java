package dev.edgewise.sdk.invoke;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Decision;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Node;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Placement;
import dev.edgewise.core.Scheduler;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.UnsureBand;
import dev.edgewise.core.router.Attempt;
import dev.edgewise.core.router.Estimates;
import dev.edgewise.sdk.invoke.CallRecord.StepKind;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.WireReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way: placed, sent, sent elsewhere when that is safe, escalated when its answer is
 * unsure, and ended exactly once. Its events (an answer, the deadline, a change of the fleet, the
 * caller's cancellation) come from many threads; each is handled whole under this object's lock,
 * and what leaves the lock behind is only the completion of the future.
 *
 * <p>The rule for sending again: a call that certainly did not run goes to any other node; one that
 * may have run goes elsewhere only when it is idempotent, and the deadline is shared by all
 * attempts.
 */
final class RunningCall<R extends @Nullable Object> {
  /** After so many losses the fault is hardly the nodes'. */
  private static final int MAX_LOSSES = 3;

  private final Invoker invoker;
  private final CallRequest<R> request;
  private final Invocation invocation;
  private final TraceContext trace;
  private final byte[] body;
  private final long begun;
  private final Instant time;
  private final CompletableFuture<Outcome<R>> future = new Cancelling();
  private final List<CallRecord.Step> steps = new ArrayList<>();
  private final Set<String> tried = new LinkedHashSet<>();

  private Scheduler.@Nullable Cancellable deadline;
  private @Nullable Leg leg;
  private @Nullable StepKind waitingToPlace;
  private Reply.@Nullable NotRun lastRefusal;
  private @Nullable Unsure<R> unsure;
  private int losses;
  private @Nullable Outcome<R> ended;
  private boolean settled;

  /** A request that was sent and has not been answered. */
  private record Leg(
      StepKind kind,
      Decision decision,
      Node node,
      long sent,
      Estimates.InFlight inFlight,
      Link.@Nullable Exchange exchange) {}

  /** The edge's answer, kept while the cloud is asked. */
  private record Unsure<R extends @Nullable Object>(R value, Node node, double confidence) {}

  RunningCall(
      Invoker invoker,
      CallRequest<R> request,
      Invocation invocation,
      TraceContext trace,
      byte[] body) {
    this.invoker = invoker;
    this.request = request;
    this.invocation = invocation;
    this.trace = trace;
    this.body = body;
    this.begun = now();
    this.time = invoker.surroundings().clock().now();
  }

  CompletableFuture<Outcome<R>> start() {
    synchronized (this) {
      deadline = invoker.surroundings().scheduler().schedule(timeLeft(), this::expired);
      place(StepKind.FIRST);
    }
    settle();
    return future;
  }

  /**
   * Completes the future of a call that has ended; without the lock, since dependents run on this
   * thread.
   */
  private void settle() {
    Outcome<R> outcome;
    synchronized (this) {
      outcome = ended;
      if (outcome == null || settled) {
        return;
      }
      settled = true;
    }
    invoker.ended(this);
    invoker.surroundings().callLog().record(recordOf(outcome));
    future.complete(outcome);
  }

  // ── placing
  // ──────────────────────────────────────────────────────────────────────────────────────────

  private void place(StepKind kind) {
    waitingToPlace = null;
    // Before the view is read: a node that settles in between is in the view already, or brings us
    // back here.
    boolean settling = invoker.fleet().isSettling();
    Optional<Tier> onlyTier = unsure == null ? Optional.empty() : Optional.of(Tier.CLOUD);
    Decision decision =
        invoker
            .router()
            .place(
                invocation,
                invoker.fleet().view(),
                new Attempt(onlyTier, Set.copyOf(tried)),
                now());
    if (decision.placement() instanceof Placement.Run run) {
      if (unsure != null && run.expected().compareTo(timeLeft()) > 0) {
        step(kind, decision, "", "");
        keepEdge(
            "the cloud's answer was expected in "
                + run.expected().toMillis()
                + " ms, and only "
                + timeLeft().toMillis()
                + " ms were left");
      } else {
        send(kind, decision, run.node());
      }
      return;
    }
    if (unsure != null) {
      step(kind, decision, "", "");
      keepEdge("no cloud node could be asked: " + decision.placement().reason());
    } else if (settling) {
      // Some node has not said yet who it is: the answer may be about to change. fleetChanged()
      // comes back here.
      waitingToPlace = kind;
    } else {
      step(kind, decision, "", "");
      refused(decision.placement().reason());
    }
  }

  private void send(StepKind kind, Decision decision, Node node) {
    Optional<Link> link = invoker.fleet().link(node);
    tried.add(node.name());
    if (link.isEmpty()) {
      // The node left between the view and now.
      place(kind);
      return;
    }
    long sent = now();
    Estimates.InFlight inFlight =
        invoker.estimates().begin(node.name(), invocation.method(), body.length, sent);
    Leg sending = new Leg(kind, decision, node, sent, inFlight, null);
    leg = sending;
    Link.Exchange exchange =
        link.get()
            .send(
                new Request(
                    invocation.method().fullName(),
                    body,
                    timeLeft(),
                    invocation.label(),
                    invocation.id(),
                    trace),
                reply -> replied(sent, node, reply));
    leg = new Leg(kind, decision, node, sent, inFlight, exchange);
  }

  // ── events
  // ───────────────────────────────────────────────────────────────────────────────────────────

  private void replied(long sent, Node node, Reply reply) {
    onReply(sent, node, reply);
    settle();
  }

  private synchronized void onReply(long sent, Node node, Reply reply) {
    Leg current = leg;
    if (ended != null
        || current == null
        || current.sent() != sent
        || !current.node().equals(node)) {
      return;
    }
    leg = null;
    if (reply instanceof Reply.Answered answered) {
      answered(current, answered);
    } else if (reply instanceof Reply.NotRun notRun) {
      notRun(current, notRun);
    } else if (reply instanceof Reply.Lost lost) {
      lost(current, lost);
    } else if (reply instanceof Reply.Failed failed) {
      failed(current, failed);
    } else {
      current.inFlight().abandoned(now());
      step(current, "expired", "");
      outOfTime();
    }
  }

  private void answered(Leg current, Reply.Answered answered) {
    Node node = current.node();
    if (answered.report().isPresent()) {
      current.inFlight().answered(answered.report().get(), answered.body().length, now());
    } else {
      current.inFlight().abandoned(now());
    }
    invoker.fleet().heard(node);
    R value;
    try {
      value = WireReader.decode(request.method().response(), answered.body());
    } catch (MalformedMessage e) {
      step(current, "failed", "the answer cannot be read: " + e.getMessage());
      giveUp(
          ErrorCode.BAD_ANSWER,
          "The answer of "
              + name()
              + " cannot be read: "
              + e.getMessage()
              + ". Was the node's service compiled from another version?",
          node);
      return;
    }
    step(current, "completed", "");
    Unsure<R> edge = unsure;
    if (edge != null) {
      complete(value, node, new Escalation.Escalated(edge.confidence(), edge.node().name()));
      return;
    }
    Optional<UnsureBand> band = invocation.method().cascade();
    if (band.isEmpty() || node.tier() == Tier.CLOUD) {
      complete(value, node, new Escalation.None());
      return;
    }
    double confidence = request.method().confidence().orElseThrow().applyAsDouble(value);
    if (band.get().contains(confidence)) {
      unsure = new Unsure<>(value, node, confidence);
      place(StepKind.ESCALATION);
    } else {
      complete(value, node, new Escalation.Sure(confidence));
    }
  }

  private void notRun(Leg current, Reply.NotRun reply) {
    if (reply.load().isPresent()) {
      current.inFlight().refused(reply.load(), now());
    } else {
      current.inFlight().failed(now());
    }
    step(current, "not-run", reply.detail());
    lastRefusal = reply;
    placeAgain();
  }

  private void lost(Leg current, Reply.Lost reply) {
    current.inFlight().failed(now());
    step(current, "lost", reply.detail());
    losses++;
    if (!invocation.method().idempotent()) {
      giveUp(
          ErrorCode.NODE_LOST,
          name()
              + " was lost while it may have been running: "
              + reply.detail()
              + ". It is not marked @Idempotent, so it was not sent again.",
          current.node());
    } else if (losses > MAX_LOSSES || !invoker.retries().spend()) {
      giveUp(
          ErrorCode.NODE_LOST,
          name()
              + " was lost on "
              + losses
              + " nodes, last: "
              + reply.detail()
              + ". It was not sent again.",
          current.node());
    } else {
      placeAgain();
    }
  }

  private void failed(Leg current, Reply.Failed reply) {
    if (reply.report().isPresent()) {
      current.inFlight().answered(reply.report().get(), 0, now());
    } else {
      current.inFlight().failed(now());
    }
    step(current, "failed", reply.detail());
    giveUp(reply.code(), reply.detail(), current.node());
  }

  private void placeAgain() {
    if (timeLeft().isZero()) {
      outOfTime();
    } else {
      place(unsure == null ? StepKind.RETRY : StepKind.ESCALATION);
    }
  }

  void fleetChanged() {
    onFleetChanged();
    settle();
  }

  private synchronized void onFleetChanged() {
    if (ended == null && waitingToPlace != null) {
      place(waitingToPlace);
    }
  }

  void nodeSuspected(String node) {
    onNodeSuspected(node);
    settle();
  }

  private synchronized void onNodeSuspected(String node) {
    Leg current = leg;
    if (ended != null
        || current == null
        || !current.node().name().equals(node)
        || !invocation.method().idempotent()) {
      return;
    }
    leg = null;
    if (current.exchange() != null) {
      current.exchange().cancel();
    }
    lost(current, new Reply.Lost(node + " stopped answering (" + Liveness.SUSPECT + ")"));
  }

  private void expired() {
    onDeadline();
    settle();
  }

  private synchronized void onDeadline() {
    if (ended != null) {
      return;
    }
    Leg current = leg;
    leg = null;
    if (current != null) {
      current.inFlight().abandoned(now());
      step(current, "expired", "no answer before the deadline");
      if (current.exchange() != null) {
        current.exchange().cancel();
      }
    } else if (waitingToPlace != null) {
      Decision decision =
          invoker
              .router()
              .place(
                  invocation, invoker.fleet().view(), new Attempt(Optional.empty(), tried), now());
      step(waitingToPlace, decision, "", "");
    }
    outOfTime();
  }

  void cancel(String because) {
    onCancel(because);
    settle();
  }

  private synchronized void onCancel(String because) {
    if (ended != null) {
      return;
    }
    Leg current = leg;
    leg = null;
    if (current != null) {
      current.inFlight().abandoned(now());
      step(current, "cancelled", because);
      if (current.exchange() != null) {
        current.exchange().cancel();
      }
    }
    end(
        new Outcome.Cancelled<>(
            exception(ErrorCode.CANCELLED, name() + " was cancelled: " + because + ".", null),
            invocation.id(),
            took()));
  }

  // ── endings
  // ──────────────────────────────────────────────────────────────────────────────────────────

  private void complete(R value, Node node, Escalation escalation) {
    end(new Outcome.Completed<>(value, node, escalation, invocation.id(), took()));
  }

  private void keepEdge(String because) {
    Unsure<R> edge = requireNonNull(unsure);
    complete(edge.value(), edge.node(), new Escalation.Kept(edge.confidence(), because));
  }

  private void outOfTime() {
    if (unsure != null) {
      keepEdge("the deadline came before the cloud's answer");
      return;
    }
    String why = steps.isEmpty() ? "" : " Last: " + describe(steps.get(steps.size() - 1)) + ".";
    end(
        new Outcome.Expired<>(
            exception(
                ErrorCode.EXPIRED,
                name()
                    + " had no answer after "
                    + request.timeAllowed().toMillis()
                    + " ms."
                    + why
                    + " Raise @Deadline, or see what took so long with: edgewise explain "
                    + invocation.id(),
                null),
            invocation.id(),
            took()));
  }

  private void refused(String reason) {
    Reply.NotRun refusal = lastRefusal;
    if (refusal != null && losses == 0) {
      end(
          new Outcome.Refused<>(
              exception(
                  refusal.code() == ErrorCode.OVERLOADED ? ErrorCode.OVERLOADED : ErrorCode.NO_NODE,
                  name()
                      + " was taken by none of "
                      + String.join(", ", tried)
                      + ", last: "
                      + refusal.detail()
                      + ". "
                      + reason,
                  null),
              invocation.id(),
              took()));
    } else if (losses > 0) {
      giveUp(
          ErrorCode.NODE_LOST,
          name()
              + " was lost on "
              + String.join(", ", tried)
              + " and no other node may run it: "
              + reason,
          null);
    } else {
      end(
          new Outcome.Refused<>(
              exception(ErrorCode.NO_NODE, name() + " was not sent: " + reason, null),
              invocation.id(),
              took()));
    }
  }

  private void giveUp(ErrorCode code, String message, @Nullable Node node) {
    if (unsure != null) {
      keepEdge("the cloud was asked in vain: " + message);
      return;
    }
    end(
        new Outcome.Failed<>(
            exception(code, message, node == null ? null : node.name()), invocation.id(), took()));
  }

  private void end(Outcome<R> outcome) {
    ended = outcome;
    if (deadline != null) {
      deadline.cancel();
    }
  }

  // ── the record
  // ───────────────────────────────────────────────────────────────────────────────────────

  private void step(StepKind kind, Decision decision, String answer, String detail) {
    steps.add(new CallRecord.Step(kind, took(), decision, answer, detail, Duration.ZERO));
  }

  private void step(Leg leg, String answer, String detail) {
    steps.add(
        new CallRecord.Step(
            leg.kind(),
            Duration.ofNanos(leg.sent() - begun),
            leg.decision(),
            answer,
            detail,
            Duration.ofNanos(now() - leg.sent())));
  }

  private static String describe(CallRecord.Step step) {
    if (step.decision().placement() instanceof Placement.Run run) {
      return run.node().name()
          + " was asked: "
          + step.answer()
          + (step.detail().isEmpty() ? "" : ", " + step.detail());
    }
    return step.decision().placement().reason();
  }

  private CallRecord recordOf(Outcome<R> outcome) {
    return new CallRecord(
        time, request.timeAllowed(), invocation, trace, steps, CallRecord.Result.of(outcome));
  }

  private EdgewiseException exception(ErrorCode code, String message, @Nullable String node) {
    return EdgewiseException.ofCall(code, message, node, invocation.id(), null);
  }

  private String name() {
    return invocation.method().fullName();
  }

  private long now() {
    return invoker.surroundings().clock().nanos();
  }

  private Duration timeLeft() {
    return Duration.ofNanos(Math.max(0, invocation.deadlineNanos() - now()));
  }

  private Duration took() {
    return Duration.ofNanos(now() - begun);
  }

  /** What the caller holds: cancelling it cancels the call. */
  private final class Cancelling extends CompletableFuture<Outcome<R>> {
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      if (cancelled) {
        RunningCall.this.cancel("the caller gave up");
      }
      return cancelled;
    }
  }
}

package dev.edgewise.sdk.invoke;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Decision;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.FleetView;
import dev.edgewise.core.Invocation;
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
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way: placed, sent, sent elsewhere when that is safe, escalated when its answer is
 * unsure, and ended exactly once. Its events (an answer, the deadline, a change of the fleet, the
 * caller's cancellation) come from many threads; each is handled whole under this object's lock.
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
  private final Message body;
  private final CallStory<R> story;
  private final CompletableFuture<Outcome<R>> future =
      new CancellableFuture<>(() -> cancel("the caller gave up"));
  private final Set<String> tried = new LinkedHashSet<>();

  private Scheduler.@Nullable Cancellable deadline;
  private @Nullable Leg leg;
  private @Nullable StepKind waitingToPlace;
  private Reply.@Nullable NotRun lastRefusal;
  private @Nullable Unsure<R> unsure;
  private int losses;
  private @Nullable Outcome<R> ended;
  private boolean settled;

  /** The edge's answer, kept while the cloud is asked. */
  private record Unsure<R extends @Nullable Object>(R value, Node node, double confidence) {}

  RunningCall(
      Invoker invoker,
      CallRequest<R> request,
      Invocation invocation,
      TraceContext trace,
      Message body) {
    this.invoker = invoker;
    this.request = request;
    this.invocation = invocation;
    this.trace = trace;
    this.body = body;
    this.story =
        new CallStory<>(
            invoker.surroundings().clock(),
            invocation,
            request.timeAllowed(),
            trace,
            request.origin());
  }

  CompletableFuture<Outcome<R>> start() {
    synchronized (this) {
      deadline = invoker.surroundings().scheduler().schedule(story.timeLeft(), this::expired);
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
    invoker.ended(this, story.recordOf(outcome), outcome);
    future.complete(outcome);
  }

  private void place(StepKind kind) {
    waitingToPlace = null;
    // Read before the view: a node that settles in between is in it, or brings us back here.
    boolean settling = invoker.fleet().isSettling(name());
    Decision decision = ask(unsure == null ? Optional.empty() : Optional.of(Tier.CLOUD));
    if (decision.placement() instanceof Placement.Run run) {
      if (unsure != null && run.expected().compareTo(story.timeLeft()) > 0) {
        story.notSent(kind, decision);
        keepEdge(unsure, story.tooLate(run.expected()));
      } else {
        send(kind, decision, run.node());
      }
      return;
    }
    if (unsure != null) {
      story.notSent(kind, decision);
      keepEdge(unsure, "no cloud node could be asked: " + decision.placement().reason());
    } else if (settling) {
      // Some node has not said yet who it is; fleetChanged() comes back here when it has.
      waitingToPlace = kind;
    } else {
      story.notSent(kind, decision);
      refused(decision.placement().reason());
    }
  }

  private Decision ask(Optional<Tier> onlyTier) {
    FleetView view = invoker.fleet().view();
    Attempt attempt = new Attempt(onlyTier, tried);
    return invoker.fleet().inFull(invoker.router().place(invocation, view, attempt, now()));
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
        invoker.estimates().begin(node.name(), invocation.method(), body.size(), sent);
    leg = new Leg(kind, decision, node, sent, inFlight, null);
    Request outgoing =
        new Request(
            invocation.method().fullName(),
            body,
            story.timeLeft(),
            invocation.label(),
            invocation.id(),
            trace);
    Link.Exchange exchange = link.get().send(outgoing, reply -> replied(sent, node, reply));
    leg = new Leg(kind, decision, node, sent, inFlight, exchange);
  }

  private void replied(long sent, Node node, Reply reply) {
    event(
        () -> {
          Leg current = leg;
          if (current == null || current.sent() != sent || !current.node().equals(node)) {
            // Of a leg that was given up.
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
        });
  }

  private void answered(Leg current, Reply.Answered answered) {
    Node node = current.node();
    if (answered.report().isPresent()) {
      current.inFlight().answered(answered.report().get(), answered.body().size(), now());
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
    if (unsure != null) {
      complete(value, node, new Escalation.Escalated(unsure.confidence(), unsure.node().name()));
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
    current.notRun(reply, now());
    if (reply.code() == ErrorCode.UNKNOWN_METHOD) {
      invoker.fleet().doubt(current.node());
    }
    step(current, "not-run", reply.detail());
    lastRefusal = reply;
    placeAgain();
  }

  private void lost(Leg current, Reply.Lost reply) {
    current.inFlight().failed(now());
    step(current, "lost", reply.detail());
    losses++;
    boolean idempotent = invocation.method().idempotent();
    if (idempotent && losses <= MAX_LOSSES && invoker.retries().spend()) {
      placeAgain();
      return;
    }
    String end = idempotent ? "too much was lost lately" : "it is not marked @Idempotent";
    String message = story.lost(tried, reply.detail(), end + ", so it was not sent again");
    giveUp(ErrorCode.NODE_LOST, message, current.node());
  }

  private void failed(Leg current, Reply.Failed reply) {
    if (reply.report().isPresent()) {
      current.inFlight().answered(reply.report().get(), 0, now());
    } else {
      // A request that no node could read says nothing against this one.
      current.inFlight().abandoned(now());
    }
    String kept = story.keptOf(reply);
    step(current, "failed", kept);
    if (unsure != null) {
      keepEdge(unsure, "the cloud was asked in vain: " + kept);
    } else {
      Optional<Exception> fault = reply.fault().flatMap(message -> message.as(request.method()));
      end(story.failed(reply, fault, current.node()));
    }
  }

  private void placeAgain() {
    if (story.timeLeft().isZero()) {
      outOfTime();
    } else {
      place(unsure == null ? StepKind.RETRY : StepKind.ESCALATION);
    }
  }

  void fleetChanged() {
    event(
        () -> {
          if (waitingToPlace != null) {
            place(waitingToPlace);
          }
        });
  }

  void nodeSuspected(String node) {
    event(
        () -> {
          if (invocation.method().idempotent() && leg != null && leg.node().name().equals(node)) {
            Leg silent = takeBack();
            lost(silent, new Reply.Lost(node + " stopped answering"));
          }
        });
  }

  private void expired() {
    event(
        () -> {
          if (leg != null) {
            Leg late = takeBack();
            late.inFlight().abandoned(now());
            step(late, "expired", "no answer before the deadline");
          } else if (waitingToPlace != null) {
            story.notSent(waitingToPlace, ask(Optional.empty()));
          }
          outOfTime();
        });
  }

  void cancel(String because) {
    event(
        () -> {
          if (leg != null) {
            Leg unwanted = takeBack();
            unwanted.inFlight().abandoned(now());
            step(unwanted, "cancelled", because);
          }
          end(story.cancelled(because));
        });
  }

  /** Gives up what was sent, and tells the node. */
  private Leg takeBack() {
    Leg current = requireNonNull(leg);
    leg = null;
    if (current.exchange() != null) {
      current.exchange().cancel();
    }
    return current;
  }

  /** Handles one event whole, and completes the future when that was the last. */
  private void event(Runnable handler) {
    synchronized (this) {
      if (ended == null) {
        handler.run();
      }
    }
    settle();
  }

  private void complete(R value, Node node, Escalation escalation) {
    end(story.completed(value, node, escalation));
  }

  private void keepEdge(Unsure<R> edge, String because) {
    complete(edge.value(), edge.node(), new Escalation.Kept(edge.confidence(), because));
  }

  private void outOfTime() {
    if (unsure != null) {
      keepEdge(unsure, "the deadline came before the cloud's answer");
    } else {
      end(story.expired());
    }
  }

  private void refused(String reason) {
    if (losses > 0) {
      giveUp(ErrorCode.NODE_LOST, story.lost(tried, reason, "no other node may run it"), null);
    } else if (lastRefusal != null) {
      end(story.takenByNone(lastRefusal, tried, reason));
    } else {
      end(story.refused(invoker.fleet().blocks().orElse(ErrorCode.NO_NODE), reason));
    }
  }

  private void giveUp(ErrorCode code, String message, @Nullable Node node) {
    if (unsure != null) {
      keepEdge(unsure, "the cloud was asked in vain: " + message);
    } else {
      end(story.failed(code, message, node));
    }
  }

  private void end(Outcome<R> outcome) {
    ended = outcome;
    if (deadline != null) {
      deadline.cancel();
    }
  }

  private void step(Leg leg, String answer, String detail) {
    story.answered(leg.kind(), leg.decision(), leg.sent(), answer, detail);
  }

  private String name() {
    return invocation.method().fullName();
  }

  private long now() {
    return invoker.surroundings().clock().nanos();
  }
}

package dev.edgewise.sdk.invoke;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Decision;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Node;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Placement;
import dev.edgewise.core.Scheduler;
import dev.edgewise.sdk.invoke.CallRecord.StepKind;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way: placed, sent, sent elsewhere when that is safe, and ended exactly once. What
 * is made of answers is the matter of its two kinds, a call with one result and a stream. Its
 * events (an answer, the deadline, a change of the fleet, the caller's cancellation) come from many
 * threads; each is handled whole under this object's lock.
 *
 * <p>The rule for sending again: a call that certainly did not run goes to any other node; one that
 * may have run goes elsewhere only when it is idempotent and nothing of its answer has come, or all
 * that has come goes along; and the deadline is shared by all attempts. What a body says, a
 * declared exception included, is an answer, and nobody else is asked; when the body itself is
 * broken there, one other node is, of an idempotent call of which nothing has come. Only the newest
 * leg is listened to: what a node says that was given up, or wakes after it was, reaches nobody.
 *
 * @param <V> what a completed call comes to
 */
abstract sealed class Running<V extends @Nullable Object> extends CallKind
    permits RunningCall, RunningStream {
  private final Invoker invoker;
  private final EncodedCall<?> call;
  private final Invocation invocation;
  final CallRules rules;
  private final CallStory<V> story;
  private final CompletableFuture<Outcome<V>> future =
      new CancellableFuture<>(() -> cancel("the caller gave up"));
  private final Tries tries;
  private final ZoneWait zone;
  private Scheduler.@Nullable Cancellable deadline;
  private @Nullable Leg leg;
  private @Nullable StepKind waitingToPlace;
  private Reply.@Nullable NotRun lastRefusal;
  private @Nullable Outcome<V> lastFailure;
  private @Nullable Outcome<V> ended;
  private boolean settled;

  Running(Invoker invoker, EncodedCall<?> call) {
    this.invoker = invoker;
    this.call = call;
    this.invocation = call.invocation();
    this.rules = new CallRules(invoker, call);
    this.story = new CallStory<>(invoker.surroundings().clock(), call, rules);
    this.tries = new Tries(invoker.retries());
    this.zone = new ZoneWait(invoker, call, story, tries, this::fleetChanged);
  }

  /** Whether it may be sent once more though it may have run. */
  boolean mayRunAgain() {
    return isRepeatable();
  }

  private boolean isRepeatable() {
    return invocation.method().idempotent() && items().orElse(0) == 0;
  }

  /** Why it may not be sent again, to be read behind "and". */
  String whyNotAgain() {
    return invocation.method().idempotent()
        ? "too much was lost lately"
        : "it is not marked @Idempotent";
  }

  /** Completed once, with how the call ended; cancelling it cancels the call. */
  final CompletableFuture<Outcome<V>> future() {
    return future;
  }

  final void start() {
    synchronized (this) {
      deadline = invoker.surroundings().scheduler().schedule(story.timeLeft(), this::expired);
      place(StepKind.FIRST);
    }
    settle();
  }

  /**
   * Completes the future of a call that has ended; without the lock, since dependents run on this
   * thread.
   */
  private void settle() {
    Outcome<V> outcome;
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

  final void place(StepKind kind) {
    waitingToPlace = null;
    Decision decision = ask();
    boolean settling = false;
    if (!(decision.placement() instanceof Placement.Run)) {
      // Before another look at the view: a node that settles meanwhile is in it, or brings us back.
      settling = !rules.refuses() && invoker.fleet().isSettling(invocation.method().fullName());
      decision = ask();
    }
    if (decision.placement() instanceof Placement.Run run) {
      if (isEscalating() && run.expected().compareTo(story.timeLeft()) > 0) {
        story.notSent(kind, decision);
        fallBack(story.tooLate(run.expected()));
      } else {
        send(kind, decision, run.node());
      }
    } else if (lastFailure != null) {
      story.notSent(kind, decision);
      endFailed();
    } else if (settling && !isEscalating()) {
      // Some node has not said yet who it is; fleetChanged() comes back here when it has.
      waitingToPlace = kind;
    } else if (!rules.refuses() && zone.holds(kind, decision, lastRefusal)) {
      waitingToPlace = StepKind.WOKEN;
    } else if (items().orElse(0) > 0 && mayRunAgain() && tries.mayLookOn(now())) {
      // Too much has come to be given up: a node may become free, or come back.
      waitingToPlace = kind;
      tries.lookLater(invoker.surroundings().scheduler(), this::fleetChanged);
    } else {
      decision = zone.leave(decision);
      story.notSent(kind, decision);
      refused(decision.placement());
    }
  }

  private Decision ask() {
    return rules.place(tries, isEscalating(), now());
  }

  private void send(StepKind kind, Decision decision, Node node) {
    zone.leave(true);
    Optional<Link> link = invoker.fleet().link(node);
    int number = tries.sentTo(node);
    if (link.isEmpty()) {
      // The node left between the view and now.
      place(kind);
      return;
    }
    long sent = now();
    var inFlight =
        invoker.estimates().begin(node.name(), invocation.method(), call.body().size(), sent);
    Leg next = new Leg(number, kind, decision, node, sent, inFlight, null);
    leg = next;
    leg = next.with(send(link.get(), call.outgoing(story.timeLeft()), node, number));
  }

  /** Handles what came of the leg of that number, unless it was given up. */
  final void onLeg(int number, Consumer<Leg> handler) {
    event(
        () -> {
          Leg current = leg;
          if (current != null && current.number() == number) {
            handler.accept(current);
          }
        });
  }

  final void replied(int number, Reply reply) {
    onLeg(
        number,
        current -> {
          leg = null;
          String tenant = call.request().origin().tenant();
          invoker.fleet().replied(current.node(), invocation.method(), tenant, reply);
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
    tries.lost(current.node());
    if (mayRunAgain() && tries.mayGoOn(current.node(), cameFurther())) {
      placeAgain();
    } else {
      nodeLost(reply.detail(), whyNotAgain() + ", so it was not sent again", current.node());
    }
  }

  private void failed(Leg current, Reply.Failed reply) {
    current.failed(reply, now());
    step(current, "failed", story.keptOf(reply));
    lastFailure = story.failed(reply, call.request().method(), current.node());
    if (reply.nodesFault().isPresent() && isRepeatable() && tries.mayAskAnother()) {
      placeAgain();
    } else {
      endFailed();
    }
  }

  /** Ends with what the last body said that was asked, unless there is an answer. */
  private boolean endFailed() {
    if (lastFailure == null) {
      return false;
    }
    if (!fallBack("the cloud was asked in vain: " + story.saidLast())) {
      end(lastFailure);
    }
    return true;
  }

  private void placeAgain() {
    if (story.timeLeft().isZero()) {
      outOfTime();
    } else {
      place(isEscalating() ? StepKind.ESCALATION : StepKind.RETRY);
    }
  }

  final void fleetChanged() {
    event(
        () -> {
          if (waitingToPlace != null) {
            place(waitingToPlace);
          }
        });
  }

  final void nodeSuspected(String node) {
    event(
        () -> {
          if (mayRunAgain() && leg != null && leg.node().name().equals(node)) {
            lost(takeBack(), new Reply.Lost(node + " stopped answering"));
          }
        });
  }

  private void expired() {
    event(
        () -> {
          if (!abandon("expired", "the deadline came first") && waitingToPlace != null) {
            story.notSent(waitingToPlace, ask());
          }
          outOfTime();
        });
  }

  final void cancel(String because) {
    event(
        () -> {
          abandon("cancelled", because);
          end(story.cancelled(because, items()));
        });
  }

  /** Nobody waits for what was sent any more, or for a zone; whether it was for a zone. */
  private boolean abandon(String answer, String detail) {
    if (leg != null) {
      Leg unwanted = takeBack();
      unwanted.inFlight().abandoned(now());
      step(unwanted, answer, detail);
    }
    return zone.leave(false);
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

  private void outOfTime() {
    if (!endFailed() && !fallBack("the deadline came before the cloud's answer")) {
      end(story.expired(items()));
    }
  }

  private void refused(Placement placement) {
    String reason = placement.reason();
    if (fallBack("no cloud node could be asked: " + reason)) {
      return;
    } else if (!tries.lostOn().isEmpty()) {
      nodeLost(reason, "no other node may run it", null);
    } else if (lastRefusal != null) {
      end(story.takenByNone(lastRefusal, tries.nodes(), reason));
    } else {
      end(story.refused(invoker.fleet().blocks(), placement, zone.retryAfter()));
    }
  }

  private void nodeLost(String detail, String because, @Nullable Node node) {
    String message = story.lost(tries.lostOn(), detail, because);
    if (!fallBack("the cloud was asked in vain: " + message)) {
      end(story.failed(ErrorCode.NODE_LOST, message, node));
    }
  }

  /** Ends a call because of what this side makes of its answer. */
  final void endEarly(Outcome<V> outcome) {
    event(
        () -> {
          abandon("failed", "the answer cannot be read");
          end(outcome);
        });
  }

  final void end(Outcome<V> outcome) {
    ended = outcome;
    if (deadline != null) {
      deadline.cancel();
    }
    notifyAll(); // who reads a stream may be waiting for it
  }

  /** How it ended; null while it runs. */
  final @Nullable Outcome<V> ended() {
    return ended;
  }

  final CallStory<V> story() {
    return story;
  }

  final Invocation invocation() {
    return invocation;
  }

  final void step(Leg leg, String answer, String detail) {
    story.answered(leg, answer, detail, itemsInWords());
  }

  final long now() {
    return invoker.surroundings().clock().nanos();
  }
}

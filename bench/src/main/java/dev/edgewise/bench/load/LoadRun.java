package dev.edgewise.bench.load;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Sends the calls of a plan and writes down when each was meant to be sent, was sent and was
 * answered. One use; the caller's thread sends.
 */
public final class LoadRun {
  // A closed loop has no last intended time to be patient after.
  private static final Duration LONGEST_CLOSED = Duration.ofDays(1);

  private final Timeline timeline;
  private final LoadPlan plan;
  private final LoadTerms terms;
  private final Target target;
  private final long[] intended;
  private final long[] sent;
  private final long[] answered;
  private final AtomicReferenceArray<State> states;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger open;
  private int next;

  private LoadRun(Timeline timeline, LoadPlan plan, LoadTerms terms, Target target) {
    this.timeline = requireNonNull(timeline, "timeline");
    this.plan = requireNonNull(plan, "plan");
    this.terms = requireNonNull(terms, "terms");
    this.target = requireNonNull(target, "target");
    int calls = plan.calls();
    this.intended = new long[calls];
    this.sent = new long[calls];
    this.answered = new long[calls];
    this.states = new AtomicReferenceArray<>(calls);
    this.open = new AtomicInteger(calls);
  }

  /** Runs a plan to its end, or until patience ends. */
  public static LoadResult run(Timeline timeline, LoadPlan plan, LoadTerms terms, Target target) {
    return new LoadRun(timeline, plan, terms, target).run();
  }

  private LoadResult run() {
    long begin = timeline.nanos();
    long latest;
    switch (plan) {
      case LoadPlan.Closed closed -> {
        for (int i = 0; i < closed.clients(); i++) {
          timeline.schedule(Duration.ZERO, this::sendNext);
        }
        latest = begin + LONGEST_CLOSED.toNanos();
      }
      case LoadPlan.Server server ->
          latest = open(begin, server.arrivals()) + terms.patience().toNanos();
      case LoadPlan.Offline offline ->
          latest = open(begin, Arrivals.together(offline.calls())) + terms.patience().toNanos();
    }
    timeline.run(() -> open.get() == 0, latest);
    return LoadResult.of(plan.mode(), terms, new Samples(intended, sent, answered, statesNow()));
  }

  /** Schedules the first arrival, which schedules the next; says when the last one comes. */
  private long open(long begin, Arrivals arrivals) {
    for (int i = 0; i < intended.length; i++) {
      intended[i] = begin + arrivals.offset(i);
    }
    arrive(0);
    return intended[intended.length - 1];
  }

  private void arrive(int index) {
    long wait = intended[index] - timeline.nanos();
    timeline.schedule(
        Duration.ofNanos(wait),
        () -> {
          int at = index;
          send(at);
          // Whoever is late catches up at once: the calls were meant for then, and count from then.
          while (++at < intended.length && intended[at] <= timeline.nanos()) {
            send(at);
          }
          if (at < intended.length) {
            arrive(at);
          }
        });
  }

  private void sendNext() {
    int index = next++;
    if (index < intended.length) {
      intended[index] = timeline.nanos();
      send(index);
    }
  }

  private void send(int index) {
    if (inFlight.get() >= terms.maxInFlight()) {
      states.set(index, State.SKIPPED);
      open.decrementAndGet();
      return;
    }
    inFlight.incrementAndGet();
    sent[index] = timeline.nanos();
    states.set(index, State.SENT);
    Target.Call call =
        new Target.Call(index, intended[index], intended[index] + terms.deadline().toNanos());
    target.send(call, answer -> answer(index, answer));
  }

  private void answer(int index, Answer answer) {
    long now = timeline.nanos();
    if (states.get(index) != State.SENT) {
      throw new IllegalStateException("call " + index + " was answered twice");
    }
    answered[index] = now;
    states.set(
        index,
        switch (answer) {
          case COMPLETED -> State.COMPLETED;
          case REFUSED -> State.REFUSED;
          case FAILED -> State.FAILED;
        });
    inFlight.decrementAndGet();
    if (plan instanceof LoadPlan.Closed) {
      timeline.schedule(Duration.ZERO, this::sendNext);
    }
    if (open.decrementAndGet() == 0) {
      timeline.wake();
    }
  }

  private List<State> statesNow() {
    List<State> copy = new ArrayList<>(states.length());
    for (int i = 0; i < states.length(); i++) {
      State state = states.get(i);
      copy.add(state == null ? State.UNSENT : state);
    }
    return copy;
  }

  /** How far a call is. */
  enum State {
    UNSENT,
    SENT,
    SKIPPED,
    COMPLETED,
    REFUSED,
    FAILED
  }

  /**
   * What was written down, by call. An entry of {@code answered} is valid when its state says that
   * an answer came.
   */
  record Samples(long[] intended, long[] sent, long[] answered, List<State> states) {}
}

package dev.edgewise.testkit;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link SimulatedFleet}: a way, some slots, a line before them. Every call takes the
 * same time once it runs. For one thread, like the time that it lives on.
 */
public final class SimulatedNode {
  private final Node node;
  private final Set<String> methods;
  private final VirtualTime time;
  private final int slots;
  private final List<Link.Listener> listeners = new ArrayList<>();
  private final ArrayDeque<SimulatedJob> waiting = new ArrayDeque<>();
  private final List<SimulatedJob> running = new ArrayList<>();
  private @Nullable SimulatedLane lane;
  private Duration service;
  private Duration oneWay = Duration.ofMillis(1);
  private Duration queue = Duration.ZERO;
  private final List<SimulatedStream> streams = new ArrayList<>();
  private final SimulatedGenerations generations;
  private int items = 3;
  private Duration pace = Duration.ofMillis(1);
  private Switch.State state = Switch.State.WELL;
  private boolean draining;
  private int room = Integer.MAX_VALUE;
  private List<Accelerator> accelerators = List.of();
  private long epoch = 1;
  private long served;

  SimulatedNode(Node node, Set<String> methods, int slots, Duration service, VirtualTime time) {
    this.node = node;
    this.methods = Set.copyOf(methods);
    this.slots = slots;
    this.service = service;
    this.time = time;
    this.generations = new SimulatedGenerations(time, this);
  }

  /** Who it is. */
  public Node node() {
    return node;
  }

  Set<String> methods() {
    return methods;
  }

  /** What it gives for calls of resumable methods: {@link #items} numbers, at their pace. */
  public SimulatedGenerations generations() {
    return generations;
  }

  boolean isWell() {
    return state == Switch.State.WELL;
  }

  int itemCount() {
    return items;
  }

  Duration pace() {
    return pace;
  }

  Duration way() {
    return oneWay;
  }

  List<Accelerator> accelerators() {
    return accelerators;
  }

  /** What it says that it has beside its processors; nothing unless said otherwise. */
  public SimulatedNode accelerators(List<Accelerator> next) {
    accelerators = List.copyOf(next);
    return this;
  }

  /** How far it is, one way; 1 ms unless said otherwise. */
  public SimulatedNode oneWay(Duration next) {
    oneWay = next;
    return this;
  }

  /** How long the body runs. */
  public SimulatedNode service(Duration next) {
    service = next;
    return this;
  }

  /**
   * Runs calls in batches from now on, one batch at a time: as soon as one ends, the next takes
   * what waits. The node reports what one more call would meet.
   *
   * @param fixed what any batch takes
   * @param each what each of its calls adds
   * @param cap the most calls of a batch, 1 or more
   */
  public SimulatedNode batches(Duration fixed, Duration each, int cap) {
    lane = new SimulatedLane(fixed, each, cap, time);
    return this;
  }

  /** The first call has to wait until a model is loaded; for a node that {@link #batches}. */
  public SimulatedNode cold(Duration load) {
    requireNonNull(lane, "batches").cold(load);
    return this;
  }

  /**
   * Calls of others stand in line here from now on, so that each call waits so long before its
   * turn; the node reports them.
   */
  public SimulatedNode queue(Duration next) {
    queue = next;
    return this;
  }

  /**
   * What a streaming method gives: so many items, each the request's own bytes, at that pace where
   * they are asked for. Its stream is open after {@link #service}, and takes no slot.
   */
  public SimulatedNode items(int count, Duration every) {
    items = count;
    pace = every;
    return this;
  }

  /** Takes no new calls. */
  public SimulatedNode draining(boolean next) {
    draining = next;
    return this;
  }

  /** So many calls wait, and those beyond are refused at once; without bound unless said. */
  public SimulatedNode room(int next) {
    room = next;
    return this;
  }

  boolean isDraining() {
    return draining;
  }

  long epoch() {
    return epoch;
  }

  /** Calls that it has answered. */
  public long served() {
    return served;
  }

  /** As {@code kill -9}: connections break, what runs there is lost, connecting is refused. */
  public void crash() {
    state = Switch.State.CRASHED;
    List<SimulatedJob> lost = new ArrayList<>(running);
    lost.addAll(waiting);
    running.clear();
    waiting.clear();
    for (Link.Listener listener : List.copyOf(listeners)) {
      listener.disconnected("the node crashed");
      time.schedule(Duration.ofMillis(100), listener::refused);
    }
    lost.forEach(job -> job.onReply.accept(new Reply.Lost("connection reset")));
    List.copyOf(streams).forEach(stream -> stream.end(new Reply.Lost("connection reset")));
    generations.crash();
  }

  /** As {@code kill -STOP}: connections stand, nothing is answered. */
  public void pause() {
    state = Switch.State.PAUSED;
  }

  /** Starts it again, or wakes it up. */
  public void heal() {
    boolean wasCrashed = state == Switch.State.CRASHED;
    state = Switch.State.WELL;
    if (wasCrashed) {
      epoch++;
      List.copyOf(listeners).forEach(Link.Listener::connected);
    }
    runNext();
    generations.wake();
  }

  Load load() {
    int ofOthers = (int) Math.ceil((double) queue.toNanos() / service.toNanos() * slots);
    SimulatedLane batches = lane;
    if (batches != null) {
      return new Load(
          0, 0, slots, service, draining, epoch, batches.loads(methods, waiting.size()));
    }
    return new Load(
        ofOthers > 0 ? slots : running.size(),
        waiting.size() + ofOthers,
        slots,
        service,
        draining,
        epoch);
  }

  boolean isCrashed() {
    return state == Switch.State.CRASHED;
  }

  void leave(Link.Listener listener) {
    listeners.remove(listener);
  }

  /** The caller does not want the answer any more. */
  void giveUp(SimulatedJob job) {
    job.cancelled = true;
    waiting.remove(job);
  }

  Link.ItemExchange stream(Request request, Link.ItemListener listener) {
    Duration opening = oneWay.plus(service).plus(oneWay);
    if (request.generation().isPresent()) {
      var begun = generations.begin(request, request.generation().get(), listener);
      time.schedule(opening, () -> begun.open(new CallReport(load(), Duration.ZERO, service)));
      return begun;
    }
    SimulatedStream stream =
        new SimulatedStream(time, listener, request.body(), items, pace, streams::remove);
    streams.add(stream);
    time.schedule(opening, () -> stream.open(new CallReport(load(), Duration.ZERO, service)));
    return stream;
  }

  Link open(Link.Listener listener) {
    listeners.add(listener);
    time.schedule(
        oneWay.multipliedBy(2),
        () -> {
          if (state == Switch.State.CRASHED) {
            listener.disconnected("connection refused");
            listener.refused();
          } else {
            listener.connected();
          }
        });
    return new SimulatedLink(this, time, listener);
  }

  void arrive(SimulatedJob job) {
    if (state == Switch.State.CRASHED || job.cancelled) {
      return;
    }
    if (waiting.size() >= room) {
      Reply.NotRun full = new Reply.NotRun(ErrorCode.OVERLOADED, "full", Optional.of(load()));
      time.schedule(oneWay, () -> job.onReply.accept(full));
      return;
    }
    job.arrived = time.nanos();
    if (queue.isZero()) {
      waiting.addLast(job);
      runNext();
    } else {
      // The line of the others is always as long; this call's turn comes behind it.
      time.schedule(
          queue,
          () -> {
            waiting.addLast(job);
            runNext();
          });
    }
  }

  private void runBatch(SimulatedLane batches) {
    if (state != Switch.State.WELL || waiting.isEmpty() || !batches.mayStart(this::runNext)) {
      return;
    }
    List<SimulatedJob> jobs = new ArrayList<>();
    while (jobs.size() < batches.cap() && !waiting.isEmpty()) {
      jobs.add(waiting.removeFirst());
    }
    running.addAll(jobs);
    long began = time.nanos();
    batches.run(
        jobs.size(),
        () -> {
          if (!running.removeAll(jobs)) {
            return;
          }
          runNext();
          served += jobs.size();
          Load load = load();
          Duration runs = Duration.ofNanos(time.nanos() - began);
          for (SimulatedJob job : jobs) {
            reply(job, load, began - job.arrived, runs);
          }
        });
  }

  private void reply(SimulatedJob job, Load load, long waited, Duration runs) {
    time.schedule(
        oneWay,
        () -> {
          if (state == Switch.State.WELL) {
            job.onReply.accept(
                new Reply.Answered(
                    job.answer, Optional.of(new CallReport(load, Duration.ofNanos(waited), runs))));
          }
        });
  }

  private void runNext() {
    SimulatedLane batches = lane;
    if (batches != null) {
      runBatch(batches);
      return;
    }
    while (state == Switch.State.WELL && running.size() < slots && !waiting.isEmpty()) {
      SimulatedJob job = waiting.removeFirst();
      running.add(job);
      long waited = time.nanos() - job.arrived;
      Duration runs = service;
      time.schedule(
          runs,
          () -> {
            if (!running.remove(job)) {
              return;
            }
            runNext();
            served++;
            reply(job, load(), waited, runs);
          });
    }
  }
}

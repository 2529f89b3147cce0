package dev.edgewise.agent.serve;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.Load;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides which calls come in, which run and which wait, and counts them: the only place where an
 * agent counts calls. A call is refused when it knocks, before anything of it is read, so that
 * refusing costs next to nothing and memory is bounded by {@link Capacity}, not by the callers'
 * patience. Calls of one method run in the order in which their requests were complete.
 *
 * <p>Streams stay for minutes or hours and mostly wait, so they have places of their own, and a
 * node with many of them is not a busy one; but a generation is work as long as it is open, and
 * counts.
 *
 * <p>Calls that queue in the lanes of a batcher are bounded like all others, but none waits here: a
 * lane must see whom it could put together. How busy those lanes are is theirs to tell, so such
 * calls count neither as running nor as waiting.
 *
 * <p>A request on its way takes no place: one that comes a byte a second would keep it from others.
 * One too many of them ends the one that has been so the longest, never an honest small one.
 * Thread-safe: one lock, held for a few field accesses; nothing foreign runs under it.
 */
public final class Admission {
  /** Weight of the newest call in the mean service time: about the last ten calls count. */
  private static final double NEWEST = 0.1;

  private final Capacity capacity;
  private final LaneLoads lanes;
  private final Clock clock;
  private final long epoch;
  private final Refusals refusals;
  private final Object lock = new Object();

  // All below is guarded by the lock.
  private final Map<String, Line> lines = new HashMap<>();
  private final Set<Ticket> arriving = new LinkedHashSet<>();
  private final Line streams;
  private final Line generations;
  private int openStreams;
  private int present;
  private int running;
  private int waiting;
  private long held;
  private long heldDirect;
  private double meanServiceNanos;
  private boolean stopping;
  private boolean drained;
  private long lastTurnedAwayNanos;

  /**
   * An admission for a fixed set of methods.
   *
   * @param methods full names of all methods that the node hosts
   * @param inLanes those of them whose calls queue in lanes
   * @param lanes tells how busy those are
   * @param epoch what tells this run of the agent from others
   */
  public Admission(
      Collection<String> methods,
      Set<String> inLanes,
      LaneLoads lanes,
      Capacity capacity,
      Clock clock,
      long epoch) {
    this.capacity = requireNonNull(capacity, "capacity");
    this.lanes = requireNonNull(lanes, "lanes");
    this.clock = requireNonNull(clock, "clock");
    this.epoch = epoch;
    this.refusals = new Refusals(capacity, capacity.mostArriving(!inLanes.isEmpty()));
    methods.forEach(
        method -> lines.put(method, Line.of(method, inLanes.contains(method), capacity, refusals)));
    this.streams = Line.ofStreams(false, capacity, refusals);
    this.generations = Line.ofStreams(true, capacity, refusals);
  }

  /**
   * A call knocks.
   *
   * @param method full name, one of those given to the constructor
   */
  public Entry enter(String method) {
    return enter(requireNonNull(lines.get(method), method));
  }

  /** A call of a streaming method knocks, perhaps of a generation; it never waits. */
  public Entry enterStream(boolean generation) {
    return enter(generation ? generations : streams);
  }

  private Entry enter(Line line) {
    Ticket slowest = null;
    Ticket ticket;
    synchronized (lock) {
      if (stopping || drained) {
        lastTurnedAwayNanos = clock.nanos();
        return stopping ? refusals.stopping : refusals.draining;
      }
      if (line.present >= line.places) {
        return line.full;
      }
      boolean full = !line.flows && present >= capacity.maxCalls();
      if (held >= capacity.maxHeld() || (full && arriving.isEmpty())) {
        return refusals.nodeFull;
      }
      if (full || arriving.size() >= refusals.mostArriving) {
        slowest = arriving.iterator().next();
        slowest.finish();
      }
      ticket = new Ticket(line);
      arriving.add(ticket);
      openStreams += line.flows ? 1 : 0;
      present += line.flows ? 0 : 1;
    }
    if (slowest != null) {
      slowest.turnedAway.say(refusals.slowest);
    }
    return new Entry.Admitted(ticket);
  }

  /** How many streams are open. */
  public int openStreams() {
    synchronized (lock) {
      return openStreams;
    }
  }

  /** How busy the node and its busiest lanes are; of streams only generations make it so. */
  public Load load() {
    return slots().withLanes(lanes.busiest());
  }

  /** How busy the node is for calls of one method. */
  public Load load(String method) {
    return slots().withLanes(lanes.of(method).stream().toList());
  }

  /** How busy the node is, lanes left out. */
  public Load slots() {
    synchronized (lock) {
      return new Load(
          running,
          waiting,
          capacity.concurrency(),
          Duration.ofNanos((long) meanServiceNanos),
          stopping || drained,
          epoch);
    }
  }

  /** Turns all new calls away from now on, for good. */
  public void stop() {
    synchronized (lock) {
      stopping = true;
      lastTurnedAwayNanos = clock.nanos();
    }
  }

  /** Turns all new calls away until it is told otherwise; those that were admitted end. */
  public void drain(boolean drain) {
    synchronized (lock) {
      drained = drain;
    }
  }

  /**
   * Waits until no call is left, and no stream.
   *
   * @return whether that came true within {@code most}
   */
  public boolean awaitEmpty(Duration most) throws InterruptedException {
    long end = clock.nanos() + most.toNanos();
    synchronized (lock) {
      while (present + openStreams > 0) {
        long left = end - clock.nanos();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(lock, left);
      }
      return true;
    }
  }

  /**
   * Waits until no call has been turned away for {@code quiet}: until callers have understood.
   *
   * @return whether that came true within {@code most}
   */
  public boolean awaitQuiet(Duration quiet, Duration most) throws InterruptedException {
    long end = clock.nanos() + most.toNanos();
    synchronized (lock) {
      while (true) {
        long now = clock.nanos();
        long left = lastTurnedAwayNanos + quiet.toNanos() - now;
        if (left <= 0 || end - now <= 0) {
          return left <= 0;
        }
        TimeUnit.NANOSECONDS.timedWait(lock, Math.min(left, end - now));
      }
    }
  }

  private enum State {
    ENTERED,
    WAITING,
    RUNNING,
    FINISHED
  }

  private final class Ticket implements Place, Line.Waiting {
    private final Line line;
    private final Word turnedAway = new Word();
    private State state = State.ENTERED;
    private boolean closed;
    private long bytes;
    private long directBytes;
    private @Nullable Runnable start;

    Ticket(Line line) {
      this.line = line;
    }

    @Override
    public boolean hold(int more) {
      synchronized (lock) {
        if (hasLeft()) {
          return true;
        }
        bytes += more;
        held += more;
        return held <= capacity.maxHeld();
      }
    }

    @Override
    public boolean holdDirect(int more) {
      synchronized (lock) {
        if (hasLeft()) {
          return true;
        }
        directBytes += more;
        heldDirect += more;
        return heldDirect <= capacity.maxDirect();
      }
    }

    private boolean hasLeft() {
      return closed && state == State.FINISHED;
    }

    @Override
    public void whenTurnedAway(Consumer<Entry.TurnedAway> tell) {
      turnedAway.listen(tell);
    }

    @Override
    public void ready(Runnable start) {
      Line.Waiting next = null;
      boolean full;
      synchronized (lock) {
        if (state != State.ENTERED || closed) {
          return;
        }
        full = line.present >= line.places;
        if (full) {
          finish();
        } else {
          this.start = requireNonNull(start, "start");
          arriving.remove(this);
          state = State.WAITING;
          line.present++;
          waiting++;
          line.queue.add(this);
          next = line.next();
        }
      }
      if (full) {
        turnedAway.say(line.full);
      }
      begin(next);
    }

    @Override
    public void finished(long serviceNanos) {
      Line.Waiting next;
      synchronized (lock) {
        if (state == State.FINISHED) {
          return;
        }
        if (serviceNanos >= 0 && line.counts) {
          meanServiceNanos =
              meanServiceNanos == 0
                  ? serviceNanos
                  : meanServiceNanos + NEWEST * (serviceNanos - meanServiceNanos);
        }
        finish();
        next = line.next();
      }
      begin(next);
    }

    @Override
    public void closed() {
      Line.Waiting next = null;
      synchronized (lock) {
        if (closed) {
          return;
        }
        closed = true;
        switch (state) {
          case ENTERED, WAITING -> {
            finish();
            next = line.next();
          }
          case RUNNING -> {
            // The body may still be using the request: whoever runs it gives the place back.
          }
          case FINISHED -> leave();
        }
      }
      begin(next);
    }

    @Override
    public void takeSlot() {
      waiting--;
      state = State.RUNNING;
      line.running++;
      running += line.counts ? 1 : 0;
    }

    private void finish() {
      switch (state) {
        case RUNNING -> {
          line.present--;
          line.running--;
          running -= line.counts ? 1 : 0;
        }
        case WAITING -> {
          line.present--;
          waiting--;
          line.queue.remove(this);
        }
        case ENTERED -> arriving.remove(this);
        case FINISHED -> {}
      }
      state = State.FINISHED;
      start = null;
      if (closed) {
        leave();
      }
    }

    private void leave() {
      held -= bytes;
      bytes = 0;
      heldDirect -= directBytes;
      directBytes = 0;
      openStreams -= line.flows ? 1 : 0;
      present -= line.flows ? 0 : 1;
      if (present + openStreams == 0) {
        lock.notifyAll();
      }
    }

    @Override
    public void start() {
      Runnable body = start;
      // Only finish() clears it, and only the started call finishes a running ticket.
      if (body != null) {
        body.run();
      }
    }
  }

  private static void begin(Line.@Nullable Waiting next) {
    if (next != null) {
      next.start();
    }
  }
}

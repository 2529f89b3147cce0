package dev.edgewise.serving.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All decisions of a device: whether a call may wait, which lane runs next and how many of its
 * calls, who is given up. Knows no threads and reads no clock, so a simulation runs the same code.
 * Not thread-safe. Times in nanoseconds since the device began, 0 or more.
 */
final class Schedule {
  /** Which rules are on; all but {@link #USUAL} are there to show what each rule is good for. */
  record Rules(boolean lookAhead, boolean otherLanes, boolean shareWork) {
    static final Rules USUAL = new Rules(true, true, true);
  }

  /** What a free worker does. */
  sealed interface Next {
    /** Runs this. */
    record Run(Batch<?, ?> batch) implements Next {}

    /** Waits for a few calls that are expected at once: until then, or until so many wait. */
    record Hold(Lane<?, ?> lane, long until, int count) implements Next {}

    /** Nothing waits. */
    record Idle() implements Next {}
  }

  /** Calls that run together. */
  record Batch<I, O>(Lane<I, O> lane, List<Entry<I, O>> entries, long start, long expectedEnd) {}

  /** A call that will not run; no reason means that it was cancelled. */
  record Dropped<I, O>(
      Lane<I, O> lane, Entry<I, O> entry, @Nullable Refusal why, long expected, long retryAfter) {
    Verdict<O> verdict(long now) {
      long left = entry.deadline == Entry.NEVER ? 0 : Math.max(0, entry.deadline - now);
      return why == null
          ? new Verdict.Cancelled<>()
          : new Verdict.Refused<>(
              why,
              lane.title(),
              Duration.ofNanos(expected),
              Duration.ofNanos(left),
              Duration.ofNanos(retryAfter));
    }
  }

  /** So many in a row too late for an idle device: then one runs, to see whether that is so. */
  private static final int DOUBT = 8;

  private static final Next IDLE = new Next.Idle();

  private final int workers;
  private final Limits limits;
  private final Rules rules;
  private final Shedder shedder;
  private final List<Lane<?, ?>> lanes = new ArrayList<>();
  private final List<Batch<?, ?>> running = new ArrayList<>();
  private final Tenants tenants;
  private List<Dropped<?, ?>> dropped = new ArrayList<>();
  private long numbers;

  Schedule(int workers, Limits limits, Rules rules) {
    this.workers = workers;
    this.limits = limits;
    this.rules = rules;
    this.tenants = new Tenants(limits);
    this.shedder = new Shedder(rules.lookAhead());
  }

  /** A lane, new. Null when there are too many that are in use. */
  <I, O> @Nullable Lane<I, O> open(
      LaneFamily<I, O> family,
      Object key,
      boolean alone,
      Quarantine quarantine,
      Runnable forgotten) {
    if (lanes.size() >= limits.lanes() && !forgetOne()) {
      return null;
    }
    Lane<I, O> lane = new Lane<>(family, key, alone, quarantine, forgotten);
    lanes.add(lane);
    return lane;
  }

  private boolean forgetOne() {
    Lane<?, ?> oldest = null;
    for (Lane<?, ?> lane : lanes) {
      if (lane.isIdle() && (oldest == null || lane.used < oldest.used)) {
        oldest = lane;
      }
    }
    if (oldest == null) {
      return false;
    }
    close(oldest);
    return true;
  }

  private void close(Lane<?, ?> lane) {
    lanes.remove(lane);
    lane.forgotten.run();
  }

  /** Drops what waits for a family, and forgets its lanes; what runs ends. */
  void close(LaneFamily<?, ?> family, long now) {
    for (Lane<?, ?> lane : List.copyOf(lanes)) {
      if (lane.family == family) {
        clear(lane, now);
        close(lane);
      }
    }
  }

  /** Lets a call wait; why not, or null when it waits. Nothing is counted for one that does not. */
  <I, O> @Nullable Dropped<I, O> offer(Lane<I, O> lane, Entry<I, O> entry, long now) {
    Refusal why = refusal(lane, entry, now);
    if (why == Refusal.LANE_FULL || why == Refusal.TENANT_FULL) {
      // Those whose callers have gone need no place.
      lanes.forEach(other -> dropUnwanted(other, now));
      why = refusal(lane, entry, now);
    }
    lane.used = now;
    lane.pace.arrived(now, entry.deadline);
    if (why != null) {
      return dropped(lane, entry, why, now);
    }
    entry.number = numbers++;
    lane.line.add(entry);
    tenants.add(entry);
    return null;
  }

  private <I, O> @Nullable Refusal refusal(Lane<I, O> lane, Entry<I, O> entry, long now) {
    LaneFamily<I, O> family = lane.family;
    long needs = family.settings.memoryAware() ? family.memory.applyAsLong(entry.item) : 0;
    if (needs > family.allowedMemory) {
      return Refusal.TOO_LARGE;
    }
    if (entry.deadline <= now) {
      return Refusal.EXPIRED;
    }
    Line<I, O> line = lane.line;
    if (line.size() >= limits.laneItems()
        || (!line.isEmpty() && line.bytes() + entry.bytes > limits.laneBytes())) {
      return Refusal.LANE_FULL;
    }
    if (!tenants.hasRoomFor(entry)) {
      return Refusal.TENANT_FULL;
    }
    // Even if all others were given up for it. An idle device may try what looks too late.
    if (running.size() >= workers && now + freeIn(now) + lane.cost(1) > entry.deadline) {
      return Refusal.TOO_LATE;
    }
    lane.memory.estimate(needs);
    return null;
  }

  /** What a worker that is free does now. */
  Next next(long now) {
    if (running.size() >= workers) {
      return IDLE;
    }
    while (true) {
      Lane<?, ?> lane = mostUrgent(now);
      if (lane == null) {
        return IDLE;
      }
      Next next = next(lane, now);
      if (next != null) {
        return next;
      }
    }
  }

  private @Nullable Lane<?, ?> mostUrgent(long now) {
    Lane<?, ?> best = null;
    int bestRank = 0;
    double bestStart = 0;
    for (Lane<?, ?> lane : lanes) {
      if (lane.line.isEmpty()) {
        continue;
      }
      lane.line.order(now);
      int rank = Line.rank(lane.line.get(0), now);
      double start = lane.startBy();
      if (best == null || rank < bestRank || (rank == bestRank && start < bestStart)) {
        best = lane;
        bestRank = rank;
        bestStart = start;
      }
    }
    return best;
  }

  /** What is done with this lane; null when it has changed and another may be more urgent. */
  private <I, O> @Nullable Next next(Lane<I, O> lane, long now) {
    dropUnwanted(lane, now);
    double alone = now + lane.cost(1);
    for (Entry<I, O> entry : lane.line.takeIf(late -> late.deadline < alone)) {
      if (running.isEmpty() && entry.deadline > now && ++lane.lateInARow >= DOUBT) {
        lane.lateInARow = 0;
        tenants.remove(entry);
        return run(lane, List.of(entry), now);
      }
      drop(lane, entry, entry.deadline <= now ? Refusal.EXPIRED : Refusal.TOO_LATE, now);
    }
    if (lane.line.isEmpty()) {
      return null;
    }
    Shedder.Choice choice = shedder.choose(scene(lane, now));
    if (choice.shed() > 0) {
      for (Entry<I, O> entry : lane.line.take(choice.shed())) {
        drop(lane, entry, Refusal.SHED, now);
      }
      return null;
    }
    int size = choice.size();
    if (size == lane.line.size() && size < lane.cap() && !othersWait(lane)) {
      Next hold = Gather.hold(lane, size, now);
      if (hold != null) {
        return hold;
      }
    }
    List<Entry<I, O>> entries = lane.line.take(size);
    entries.forEach(tenants::remove);
    return run(lane, entries, now);
  }

  private <I, O> Shedder.Scene scene(Lane<I, O> lane, long now) {
    return new Shedder.Scene(
        lane.line.deadlines(),
        lane.line.size(),
        lane.cap(),
        now,
        lane::cost,
        rules.otherLanes() ? workOfOthers(lane) : 0,
        rules.shareWork() ? workers : 1,
        lane.pace.perNano(now),
        lane.pace.timeGiven());
  }

  private double workOfOthers(Lane<?, ?> lane) {
    double others = 0;
    for (Lane<?, ?> other : lanes) {
      others += other == lane ? 0 : other.costOfNext();
    }
    return others;
  }

  private <I, O> Next run(Lane<I, O> lane, List<Entry<I, O>> entries, long now) {
    lane.running += entries.size();
    lane.batches++;
    entries.forEach(entry -> lane.record.waited(now - entry.arrived));
    Batch<I, O> batch =
        new Batch<>(lane, entries, now, now + Math.round(lane.costs.at(entries.size())));
    running.add(batch);
    return new Next.Run(batch);
  }

  private boolean othersWait(Lane<?, ?> lane) {
    for (Lane<?, ?> other : lanes) {
      if (other != lane && !other.line.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** A batch is done, well or not. */
  void finished(Batch<?, ?> batch, long now) {
    running.remove(batch);
    Lane<?, ?> lane = batch.lane();
    lane.running -= batch.entries().size();
    lane.used = now;
    lane.lateInARow = 0;
    lane.pace.ended(now, Gather.window(now - batch.start()));
  }

  /** A batch waits for others on this device, and needs no worker until it {@link #resumes}. */
  void pauses(Batch<?, ?> batch) {
    running.remove(batch);
  }

  void resumes(Batch<?, ?> batch) {
    running.add(batch);
  }

  private <I, O> void dropUnwanted(Lane<I, O> lane, long now) {
    for (Entry<I, O> entry : lane.line.takeIf(entry -> entry.deadline <= now || entry.unwanted())) {
      drop(lane, entry, entry.unwanted() ? null : Refusal.EXPIRED, now);
    }
  }

  /** Drops all whose deadline has passed or whose callers are gone. */
  void sweep(long now) {
    lanes.forEach(lane -> dropUnwanted(lane, now));
  }

  /** Drops all that wait. */
  void clear(long now) {
    lanes.forEach(lane -> clear(lane, now));
  }

  private <I, O> void clear(Lane<I, O> lane, long now) {
    for (Entry<I, O> entry : lane.line.take(lane.line.size())) {
      drop(lane, entry, Refusal.CLOSED, now);
    }
  }

  private <I, O> void drop(Lane<I, O> lane, Entry<I, O> entry, @Nullable Refusal why, long now) {
    tenants.remove(entry);
    dropped.add(dropped(lane, entry, why, now));
  }

  private <I, O> Dropped<I, O> dropped(
      Lane<I, O> lane, Entry<I, O> entry, @Nullable Refusal why, long now) {
    long wait = Math.round(predictedWait(lane, now));
    long expected = now - entry.arrived + wait + Math.round(lane.cost(1));
    return new Dropped<>(lane, entry, why, expected, Math.max(1_000_000, wait));
  }

  /** Those who were dropped since it was asked last. */
  List<Dropped<?, ?>> takeDropped() {
    if (dropped.isEmpty()) {
      return List.of();
    }
    List<Dropped<?, ?>> taken = dropped;
    dropped = new ArrayList<>();
    return taken;
  }

  /** How long until a worker is free. */
  private double freeIn(long now) {
    if (running.size() < workers) {
      return 0;
    }
    long first = Long.MAX_VALUE;
    for (Batch<?, ?> batch : running) {
      first = Math.min(first, batch.expectedEnd());
    }
    return (double) Math.max(0, first - now);
  }

  /** How long a call that comes now is expected to wait. */
  double predictedWait(Lane<?, ?> lane, long now) {
    int cap = lane.cap();
    int batchesAhead = lane.line.size() / cap;
    double ahead = workOfOthers(lane) + batchesAhead * lane.cost(cap);
    return freeIn(now) + ahead / workers;
  }

  /** The earliest deadline of those who wait. */
  long earliestDeadline() {
    long earliest = Entry.NEVER;
    for (Lane<?, ?> lane : lanes) {
      earliest = Math.min(earliest, lane.line.earliestDeadline());
    }
    return earliest;
  }

  /** Calls that wait. */
  int waiting() {
    int waiting = 0;
    for (Lane<?, ?> lane : lanes) {
      waiting += lane.line.size();
    }
    return waiting;
  }

  int busy() {
    return running.size();
  }

  List<Lane<?, ?>> lanes() {
    return lanes;
  }

  /** Tenants that have something waiting. */
  int tenants() {
    return tenants.count();
  }
}

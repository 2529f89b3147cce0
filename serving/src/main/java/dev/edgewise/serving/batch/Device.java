package dev.edgewise.serving.batch;

import dev.edgewise.core.Clock;
import dev.edgewise.core.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An accelerator or a processor, and who may use it next: the one place where batches of all
 * families that share it are formed. A batch starts as soon as a worker is free; what comes in the
 * meantime is the next batch. See {@code docs/batching.md}. Thread-safe.
 *
 * <p>It owns no threads: workers run on the executor that it is given and leave it when nothing
 * waits.
 */
public final class Device implements AutoCloseable {
  private final int workers;
  private final Clock clock;
  private final Scheduler scheduler;
  private final Executor executor;
  private final LaneListener listener;
  private final long origin;
  private final Held held = new Held();
  private final ReentrantLock lock = new ReentrantLock();

  // All guarded by the lock.
  private final Schedule schedule;
  private final Alarm alarm;
  private int active;
  private Schedule.Next.@Nullable Hold hold;
  private boolean closed;

  Device(DeviceBuilder builder) {
    this.workers = builder.workers;
    this.clock = builder.clock;
    this.scheduler = builder.scheduler;
    this.executor = builder.executor;
    this.listener = builder.listener;
    this.alarm = new Alarm(scheduler, this::ring);
    this.origin = clock.nanos();
    this.schedule = new Schedule(workers, builder.limits, Schedule.Rules.USUAL);
  }

  /**
   * Begins a device with one worker.
   *
   * @param clock of deadlines and costs
   * @param scheduler of the same time; tells calls in time that their deadline passed
   * @param executor runs batches; a batch blocks a thread of it while it runs
   */
  public static DeviceBuilder on(Clock clock, Scheduler scheduler, Executor executor) {
    return new DeviceBuilder(clock, scheduler, executor);
  }

  /** Opens lanes for a family. */
  public <I, O> Batcher<I, O> open(LaneFamily<I, O> family) {
    return new Batcher<>(this, family);
  }

  /**
   * Lends the worker that the calling thread holds, if it is inside of a batch function, to others:
   * to be closed by the same thread when it has what it waits for.
   */
  public Loan lend() {
    Schedule.Batch<?, ?> outer = held.here();
    if (outer == null) {
      return Loan.NONE;
    }
    boolean start;
    lock.lock();
    try {
      schedule.pauses(outer);
      start = schedule.waiting() > 0;
      active -= start ? 0 : 1;
    } finally {
      lock.unlock();
    }
    if (start) {
      startWorker();
    }
    return () -> takeBack(outer);
  }

  /** For a while there may be one batch more than workers. */
  private void takeBack(Schedule.Batch<?, ?> outer) {
    lock.lock();
    try {
      schedule.resumes(outer);
      active++;
    } finally {
      lock.unlock();
    }
  }

  /** How its lanes stand, in the order in which they came into being. */
  public List<LaneSnapshot> lanes() {
    lock.lock();
    try {
      return Snapshots.of(schedule, now());
    } finally {
      lock.unlock();
    }
  }

  /** Batches that run. */
  int busy() {
    lock.lock();
    try {
      return schedule.busy();
    } finally {
      lock.unlock();
    }
  }

  /** What a call of a family, under any profile, would meet in the lane that was used last. */
  public Optional<Outlook> outlook(String family) {
    lock.lock();
    try {
      return Snapshots.outlook(family, schedule, now());
    } finally {
      lock.unlock();
    }
  }

  /** Refuses what waits and what comes from now on; what runs ends. */
  @Override
  public void close() {
    List<Schedule.Dropped<?, ?>> dropped;
    lock.lock();
    try {
      closed = true;
      schedule.clear(now());
      dropped = schedule.takeDropped();
      alarm.silence();
    } finally {
      lock.unlock();
    }
    dropped.forEach(this::tell);
  }

  void close(Batcher<?, ?> batcher) {
    List<Schedule.Dropped<?, ?>> dropped;
    lock.lock();
    try {
      batcher.closed = true;
      schedule.close(batcher.family, now());
      dropped = schedule.takeDropped();
    } finally {
      lock.unlock();
    }
    dropped.forEach(this::tell);
  }

  <I, O> void learn(Batcher<I, O> batcher, I sample, int size, Duration took) {
    Object key = batcher.family.key.apply(sample);
    lock.lock();
    try {
      Lane<I, O> lane = batcher.lane(schedule, key, false);
      if (lane != null) {
        lane.learn(Math.clamp(size, 1, lane.costs.max()), took.toNanos());
      }
    } finally {
      lock.unlock();
    }
  }

  /** A call comes in; with {@code here} it may run on this thread. */
  <I, O> CompletableFuture<Verdict<O>> enter(
      Batcher<I, O> batcher, I item, Terms terms, boolean here) {
    LaneFamily<I, O> family = batcher.family;
    Object key = family.key.apply(item);
    long bytes = Math.max(0, family.bytes.applyAsLong(item));
    Long print =
        family.fingerprint == null || !batcher.quarantine.any()
            ? null
            : (Long) family.fingerprint.applyAsLong(item);
    Entry<I, O> entry;
    Schedule.Dropped<I, O> refused;
    List<Schedule.Dropped<?, ?>> dropped = List.of();
    Schedule.Batch<?, ?> mine = null;
    boolean start = false;
    lock.lock();
    try {
      long now = now();
      entry = new Entry<>(item, terms, bytes, now, Entry.deadline(terms, origin, now));
      refused = offer(batcher, key, entry, print, now);
      if (refused == null && mayStart(entry)) {
        active++;
        start = true;
        if (here && schedule.waiting() == 1) {
          mine = decide(now);
          start = mine != null;
          dropped = schedule.takeDropped();
        }
      } else if (refused == null) {
        alarm.set(entry.deadline, now);
      }
    } finally {
      lock.unlock();
    }
    if (refused != null) {
      tell(refused);
    }
    dropped.forEach(this::tell);
    if (mine != null) {
      run(mine);
      after(mine);
    } else if (start) {
      startWorker();
    }
    return entry.answer;
  }

  private <I, O> Schedule.@Nullable Dropped<I, O> offer(
      Batcher<I, O> batcher, Object key, Entry<I, O> entry, @Nullable Long print, long now) {
    boolean alone = print != null && batcher.quarantine.holds(print, now);
    boolean gone = closed || batcher.closed;
    Lane<I, O> lane = gone ? null : batcher.lane(schedule, key, alone);
    if (lane == null) {
      Lane<I, O> none = new Lane<>(batcher.family, key, alone, batcher.quarantine, () -> {});
      Refusal why = gone ? Refusal.CLOSED : Refusal.TOO_MANY_LANES;
      return new Schedule.Dropped<>(none, entry, why, 0, 1_000_000_000L);
    }
    return schedule.offer(lane, entry, now);
  }

  /** Whether a worker has to start for a call that came. */
  private boolean mayStart(Entry<?, ?> entry) {
    Schedule.Next.Hold held = hold;
    if (held != null) {
      if (Gather.goesOn(held, entry, schedule.waiting())) {
        return false;
      }
      hold = null;
    }
    return active < workers;
  }

  /** What the worker that asks runs now; null when it has to leave. */
  private Schedule.@Nullable Batch<?, ?> decide(long now) {
    Schedule.Next next = schedule.next(now);
    if (next instanceof Schedule.Next.Run run) {
      return run.batch();
    }
    active--;
    if (next instanceof Schedule.Next.Hold held) {
      hold = held;
      scheduler.schedule(Duration.ofNanos(Math.max(1, held.until() - now)), () -> wake(held));
    }
    return null;
  }

  private void wake(Schedule.Next.Hold held) {
    lock.lock();
    try {
      if (!held.equals(hold)) {
        return;
      }
      hold = null;
      if (active >= workers) {
        return;
      }
      active++;
    } finally {
      lock.unlock();
    }
    startWorker();
  }

  private void startWorker() {
    try {
      executor.execute(this::work);
    } catch (RejectedExecutionException e) {
      lock.lock();
      try {
        active--;
      } finally {
        lock.unlock();
      }
      close();
    }
  }

  /** One worker: runs batches until none is left. */
  private void work() {
    Schedule.Batch<?, ?> batch = nextBatch(null);
    while (batch != null) {
      run(batch);
      // An interrupt was meant for what ran in the batch, not for the next one.
      boolean unused = Thread.interrupted();
      batch = nextBatch(batch);
    }
  }

  private Schedule.@Nullable Batch<?, ?> nextBatch(Schedule.@Nullable Batch<?, ?> done) {
    Schedule.Batch<?, ?> next;
    boolean another;
    List<Schedule.Dropped<?, ?>> dropped;
    lock.lock();
    try {
      long now = now();
      if (done != null) {
        schedule.finished(done, now);
      }
      next = decide(now);
      another = next != null && hold == null && active < workers && schedule.waiting() > 0;
      if (another) {
        active++;
      }
      dropped = schedule.takeDropped();
      if (next != null && !alarm.isSet() && schedule.waiting() > 0) {
        alarm.set(schedule.earliestDeadline(), now);
      }
    } finally {
      lock.unlock();
    }
    dropped.forEach(this::tell);
    if (another) {
      startWorker();
    }
    return next;
  }

  /** A caller's thread ran a batch; what came in the meantime is for a worker. */
  private void after(Schedule.Batch<?, ?> done) {
    boolean start;
    lock.lock();
    try {
      schedule.finished(done, now());
      start = schedule.waiting() > 0;
      if (!start) {
        active--;
      }
    } finally {
      lock.unlock();
    }
    if (start) {
      startWorker();
    }
  }

  private <I, O> void run(Schedule.Batch<I, O> batch) {
    BatchRun<I, O> run = new BatchRun<>(batch, this::now, this::settle, listener);
    Isolation<I, O> isolation = new Isolation<>(batch.lane().family, run);
    held.inside(batch, () -> isolation.run(batch.entries()));
    lock.lock();
    try {
      run.learned();
    } finally {
      lock.unlock();
    }
  }

  private <I, O> void tell(Schedule.Dropped<I, O> dropped) {
    settle(dropped.lane(), dropped.entry(), dropped.verdict(now()));
  }

  private <I, O> void settle(Lane<I, O> lane, Entry<I, O> entry, Verdict<O> verdict) {
    boolean first = entry.answer.complete(verdict);
    Verdict<O> told = first ? verdict : new Verdict.Cancelled<>();
    lane.record.verdict(told);
    listener.answered(lane.family.name, told);
  }

  /** A call whose deadline passes while it waits is told so then. */
  private void ring() {
    List<Schedule.Dropped<?, ?>> dropped;
    lock.lock();
    try {
      long now = now();
      alarm.rang();
      schedule.sweep(now);
      dropped = schedule.takeDropped();
      alarm.set(schedule.earliestDeadline(), now);
    } finally {
      lock.unlock();
    }
    dropped.forEach(this::tell);
  }

  private long now() {
    return clock.nanos() - origin;
  }
}

package dev.edgewise.serving.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

/** One batch while it runs: measures, answers, and keeps what is learned for its end. */
final class BatchRun<I, O> implements Isolation.Surroundings<I, O> {
  /** Gives a call its verdict. */
  @FunctionalInterface
  interface Settler {
    <I, O> void settle(Lane<I, O> lane, Entry<I, O> entry, Verdict<O> verdict);
  }

  /** What a run showed: a time of a good one, or that the memory was too little. */
  private record Seen(int size, long nanos, boolean ranOut) {}

  private final Schedule.Batch<I, O> batch;
  private final LongSupplier now;
  private final Settler settler;
  private final LaneListener listener;
  private final List<Seen> seen = new ArrayList<>(1);
  private final List<Entry<I, O>> culprits = new ArrayList<>(0);
  private int completed;

  BatchRun(Schedule.Batch<I, O> batch, LongSupplier now, Settler settler, LaneListener listener) {
    this.batch = batch;
    this.now = now;
    this.settler = settler;
    this.listener = listener;
  }

  @Override
  public Attempt<O> attempt(List<Entry<I, O>> entries) {
    LaneFamily<I, O> family = batch.lane().family;
    List<I> items = items(entries);
    long begin = now.getAsLong();
    Attempt<O> attempt = Attempt.of(family, items);
    long nanos = Math.max(0, now.getAsLong() - begin);
    if (attempt instanceof Attempt.Good<O>) {
      seen.add(new Seen(items.size(), nanos, false));
    } else if (attempt instanceof Attempt.TooLarge<O>) {
      seen.add(new Seen(items.size(), nanos, true));
    }
    listener.ran(family.name, items.size(), nanos, !(attempt instanceof Attempt.Good<O>));
    return attempt;
  }

  private static <I, O> List<I> items(List<Entry<I, O>> entries) {
    if (entries.size() == 1) {
      return List.of(entries.getFirst().item);
    }
    List<I> items = new ArrayList<>(entries.size());
    for (Entry<I, O> entry : entries) {
      items.add(entry.item);
    }
    return Collections.unmodifiableList(items);
  }

  @Override
  public boolean isWanted(Entry<I, O> entry) {
    if (entry.unwanted()) {
      settler.settle(batch.lane(), entry, new Verdict.Cancelled<>());
      return false;
    }
    return true;
  }

  @Override
  public void completed(Entry<I, O> entry, O result, int size) {
    completed++;
    Verdict<O> verdict =
        entry.unwanted()
            ? new Verdict.Cancelled<>()
            : new Verdict.Completed<>(
                result,
                size,
                batch.start() - entry.arrived,
                Math.max(0, now.getAsLong() - batch.start()));
    settler.settle(batch.lane(), entry, verdict);
  }

  @Override
  public void failed(Entry<I, O> entry, Throwable error, boolean culprit) {
    if (culprit) {
      culprits.add(entry);
    }
    settler.settle(batch.lane(), entry, new Verdict.Failed<>(error));
  }

  /** Enters what was seen; under the device's lock. */
  void learned() {
    Lane<I, O> lane = batch.lane();
    lane.completed += completed;
    for (Seen run : seen) {
      if (run.ranOut()) {
        lane.memory.ranOut(run.size());
      } else {
        lane.learn(run.size(), run.nanos());
        lane.record.ran(run.size(), run.nanos());
      }
    }
    if (lane.family.fingerprint == null) {
      return;
    }
    long time = now.getAsLong();
    for (Entry<I, O> culprit : culprits) {
      lane.quarantine.add(lane.family.fingerprint.applyAsLong(culprit.item), time);
    }
    if (lane.alone && culprits.isEmpty()) {
      for (Entry<I, O> entry : batch.entries()) {
        lane.quarantine.remove(lane.family.fingerprint.applyAsLong(entry.item));
      }
    }
  }
}

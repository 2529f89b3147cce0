package dev.edgewise.orchestrator.decisions;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The last decisions, and those who watch them come. A watcher that is too slow loses the oldest
 * that it has not taken, and is told how many. Thread-safe.
 *
 * @param <R> what a decision's record is
 */
public final class RecentDecisions<R> {
  private final int most;
  private final int mostWatches;
  private final ArrayDeque<Kept<R>> newestFirst = new ArrayDeque<>();
  private final Set<Watch<R>> watches = new LinkedHashSet<>();

  /**
   * @param most decisions that are kept, ≥ 1
   * @param mostWatches watchers at the same time, ≥ 0
   */
  public RecentDecisions(int most, int mostWatches) {
    if (most < 1 || mostWatches < 0) {
      throw new IllegalArgumentException(
          "most: " + most + ", mostWatches: " + mostWatches + " (expected: ≥ 1 and ≥ 0)");
    }
    this.most = most;
    this.mostWatches = mostWatches;
  }

  /** Keeps one and shows it to the watchers. */
  public void add(Kept<R> decision) {
    List<Watch<R>> told;
    synchronized (this) {
      newestFirst.addFirst(decision);
      if (newestFirst.size() > most) {
        newestFirst.removeLast();
      }
      told = List.copyOf(watches);
    }
    for (Watch<R> watch : told) {
      watch.offer(decision);
    }
  }

  /** Keeps those of an earlier life, newest first, behind all that have come since. */
  public synchronized void addOlder(List<Kept<R>> decisions) {
    for (Kept<R> decision : decisions) {
      if (newestFirst.size() >= most) {
        return;
      }
      newestFirst.addLast(decision);
    }
  }

  /** The decision of that id; empty when it has made room. */
  public synchronized Optional<R> find(String id) {
    for (Kept<R> kept : newestFirst) {
      if (kept.id().equals(id)) {
        return Optional.of(kept.record());
      }
    }
    return Optional.empty();
  }

  /** The last ones that are wanted, newest first. */
  public synchronized List<R> newest(int atMost, Predicate<Kept<R>> wanted) {
    List<R> found = new ArrayList<>();
    Iterator<Kept<R>> all = newestFirst.iterator();
    while (all.hasNext() && found.size() < atMost) {
      Kept<R> kept = all.next();
      if (wanted.test(kept)) {
        found.add(kept.record());
      }
    }
    return found;
  }

  /**
   * Watches those that come from now on.
   *
   * @param waiting decisions that wait to be taken, ≥ 1; a further one takes the oldest's place
   * @param ready is called, by whoever adds, when there is something to take; it must only take
   *     note
   * @return empty when there are as many watchers as there may be
   */
  public synchronized Optional<Watch<R>> watch(
      Predicate<Kept<R>> wanted, int waiting, Runnable ready) {
    if (watches.size() >= mostWatches) {
      return Optional.empty();
    }
    Watch<R> watch = new Watch<>(this, wanted, waiting, ready);
    watches.add(watch);
    return Optional.of(watch);
  }

  private synchronized void forget(Watch<R> watch) {
    watches.remove(watch);
  }

  /** What one watcher has not taken yet. Thread-safe. */
  public static final class Watch<R> implements AutoCloseable {
    private final RecentDecisions<R> decisions;
    private final Predicate<Kept<R>> wanted;
    private final int most;
    private final Runnable ready;
    private final ArrayDeque<R> waiting = new ArrayDeque<>();
    private long missed;

    private Watch(
        RecentDecisions<R> decisions, Predicate<Kept<R>> wanted, int most, Runnable ready) {
      this.decisions = decisions;
      this.wanted = requireNonNull(wanted, "wanted");
      this.most = most;
      this.ready = requireNonNull(ready, "ready");
    }

    private void offer(Kept<R> decision) {
      if (!wanted.test(decision)) {
        return;
      }
      synchronized (this) {
        if (waiting.size() >= most) {
          waiting.removeFirst();
          missed++;
        }
        waiting.addLast(decision.record());
      }
      ready.run();
    }

    /** The next ones, oldest first; empty when there is none. */
    public synchronized List<R> take(int atMost) {
      List<R> taken = new ArrayList<>();
      while (taken.size() < atMost && !waiting.isEmpty()) {
        taken.add(waiting.removeFirst());
      }
      return taken;
    }

    /** How many have made room since the start. */
    public synchronized long missed() {
      return missed;
    }

    /** Ends the watch. */
    @Override
    public void close() {
      decisions.forget(this);
    }
  }
}

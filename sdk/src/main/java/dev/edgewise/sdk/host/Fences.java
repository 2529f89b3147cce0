package dev.edgewise.sdk.host;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a node works on each generation for its newest epoch only: a run that begins ends
 * an older one of the same generation, and one that is older than what was seen does not begin.
 * Bounded by number and time; who has been forgotten has long been given up by its caller, who
 * listens to nobody but its newest leg. Thread-safe.
 */
public final class Fences {
  /** The most generations that are remembered. */
  public static final int MOST = 10_000;

  private static final Duration AGE = Duration.ofHours(1);

  private final int most;
  // In the order in which they began last.
  private final Map<Name, Run> runs = new LinkedHashMap<>();

  /** A generation is its tenant's: another's of the same id is another one. */
  private record Name(String tenant, String id) {}

  /** The newest run of a generation; what ends it is null once it has ended. */
  private static final class Run {
    final long epoch;
    final long since;
    @Nullable Runnable end;

    Run(long epoch, long since, Runnable end) {
      this.epoch = epoch;
      this.since = since;
      this.end = end;
    }
  }

  /** What a run that has begun gives back when it has ended. */
  public interface Held {
    /** The run has ended; without effect when another has taken over. */
    void leave();
  }

  /** Fences that remember as much as a node should. */
  public Fences() {
    this(MOST);
  }

  Fences(int most) {
    this.most = most;
  }

  /**
   * A run wants to begin.
   *
   * @param now on the node's clock
   * @param end ends it when another takes over; called on the thread that brings that one, without
   *     a lock held
   * @return empty when it must not, since a newer one has been here
   */
  public Optional<Held> enter(String tenant, String id, long epoch, long now, Runnable end) {
    Name name = new Name(tenant, id);
    Runnable older = null;
    Run run;
    synchronized (this) {
      Run known = runs.remove(name);
      if (known != null && known.epoch >= epoch) {
        runs.put(name, known);
        return Optional.empty();
      }
      if (known != null) {
        older = known.end;
      }
      run = new Run(epoch, now, requireNonNull(end, "end"));
      runs.put(name, run);
      forget(now);
    }
    if (older != null) {
      older.run();
    }
    return Optional.of(() -> left(run));
  }

  private synchronized void left(Run run) {
    run.end = null;
  }

  /** How many are remembered. */
  synchronized int size() {
    return runs.size();
  }

  /** Forgets those that ended long ago, and, when there are too many, the oldest. */
  private void forget(long now) {
    Iterator<Run> oldest = runs.values().iterator();
    while (oldest.hasNext()) {
      Run run = oldest.next();
      boolean old = run.end == null && now - run.since > AGE.toNanos();
      if (!old && runs.size() <= most) {
        return;
      }
      oldest.remove();
    }
  }
}

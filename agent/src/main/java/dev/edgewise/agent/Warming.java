package dev.edgewise.agent;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Scheduler;
import dev.edgewise.serving.host.Preloads;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The time between an agent's start and its being ready: models are loaded that should be there
 * before others rely on the node. It ends with the last of them, or when its bound is over; it does
 * not come back. Calls that come meanwhile are taken, and wait for their model. Thread-safe.
 */
final class Warming {
  private static final Logger LOG = System.getLogger(Warming.class.getName());

  private final Preloads preloads;

  /** Guards what follows. */
  private final Object lock = new Object();

  private final List<Runnable> listeners = new ArrayList<>();
  private boolean over;

  private Warming(Preloads preloads) {
    this.preloads = requireNonNull(preloads, "preloads");
  }

  /**
   * Begins to wait.
   *
   * @param most the longest that it takes; zero waits for nothing
   */
  static Warming of(Preloads preloads, Duration most, Scheduler scheduler) {
    Warming warming = new Warming(preloads);
    if (most.isZero()) {
      warming.end();
    } else {
      preloads.whenOver(warming::end);
    }
    if (warming.because().isPresent()) {
      LOG.log(
          Level.INFO,
          "not ready before models are in memory, at most for "
              + most.toSeconds()
              + " s: "
              + preloads.progress().inWords());
      Scheduler.Cancellable unused = scheduler.schedule(most, () -> warming.endLate(most));
    }
    return warming;
  }

  /** Why the node is not ready yet; empty once it is. */
  Optional<String> because() {
    synchronized (lock) {
      return over ? Optional.empty() : Optional.of(preloads.progress().inWords());
    }
  }

  /** Runs {@code then} once the node is ready: now, or when that comes. */
  void whenOver(Runnable then) {
    synchronized (lock) {
      if (!over) {
        listeners.add(then);
        return;
      }
    }
    then.run();
  }

  private void endLate(Duration most) {
    if (because().isPresent()) {
      LOG.log(
          Level.WARNING,
          "ready after "
              + most.toSeconds()
              + " s though "
              + preloads.progress().inWords()
              + "; their first calls wait. modelPreloadWait says how long to wait");
    }
    end();
  }

  private void end() {
    List<Runnable> tell;
    synchronized (lock) {
      if (over) {
        return;
      }
      over = true;
      tell = List.copyOf(listeners);
      listeners.clear();
    }
    tell.forEach(Runnable::run);
  }
}

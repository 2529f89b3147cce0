package dev.edgewise.serving.host;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ThreadFactory;

/**
 * What a node loads at its start before it says that it is ready, in order, some at a time. A model
 * that cannot be loaded is told of and passed over: it must not keep the others from being called.
 * Thread-safe.
 */
public final class Preloads {
  private static final Logger LOG = System.getLogger(Preloads.class.getName());

  private final Queue<Load> queue;
  private final int total;

  /** Guards what follows. */
  private final Object lock = new Object();

  private final Set<String> open = new LinkedHashSet<>();
  private int failed;
  private boolean closed;
  private List<Runnable> listeners = new ArrayList<>();

  /** One model to load. */
  record Load(String name, Loader loader) {}

  /** Loads something; blocks. */
  @FunctionalInterface
  interface Loader {
    void load() throws InterruptedException;
  }

  /**
   * How far they are.
   *
   * @param total how many there are
   * @param loaded how many of them are in memory
   * @param failed how many could not be loaded
   * @param open the names of those still to come
   */
  public record Progress(int total, int loaded, int failed, List<String> open) {
    public Progress {
      open = List.copyOf(open);
    }

    /** For people. */
    public String inWords() {
      return loaded
          + " of "
          + total
          + " models to preload are in memory"
          + (failed == 0 ? "" : ", " + failed + " could not be loaded")
          + (open.isEmpty() ? "" : ", to come: " + String.join(", ", open));
    }
  }

  Preloads(Collection<Load> loads) {
    this.queue = new ArrayDeque<>(loads);
    this.total = queue.size();
    queue.forEach(load -> open.add(load.name()));
  }

  /** Begins, so many at a time; each on a thread that only waits. */
  void begin(int atOnce) {
    ThreadFactory threads = HostThreads.named("edgewise-preload-");
    for (int i = 0; i < Math.min(atOnce, total); i++) {
      threads.newThread(this::loadAll).start();
    }
  }

  private void loadAll() {
    for (Load load = next(); load != null; load = next()) {
      boolean loaded = false;
      try {
        load.loader().load();
        loaded = true;
      } catch (EdgewiseException e) {
        LOG.log(Level.WARNING, "preloading: " + e.getMessage());
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException | Error e) {
        LOG.log(Level.WARNING, "preloading " + load.name() + ": " + e, e);
      } finally {
        ended(load.name(), loaded);
      }
    }
  }

  private @org.jspecify.annotations.Nullable Load next() {
    synchronized (lock) {
      return closed ? null : queue.poll();
    }
  }

  private void ended(String name, boolean loaded) {
    List<Runnable> tell = List.of();
    Progress progress;
    synchronized (lock) {
      open.remove(name);
      failed += loaded ? 0 : 1;
      progress = progress();
      if (open.isEmpty()) {
        tell = listeners;
        listeners = List.of();
      }
    }
    LOG.log(Level.INFO, progress.inWords());
    tell.forEach(Runnable::run);
  }

  /** How far they are. */
  public Progress progress() {
    synchronized (lock) {
      return new Progress(total, total - open.size() - failed, failed, List.copyOf(open));
    }
  }

  /** Whether nothing is left to be loaded. */
  public boolean over() {
    synchronized (lock) {
      return open.isEmpty();
    }
  }

  /** Runs {@code then} once nothing is left to be loaded: now, or on the last load's thread. */
  public void whenOver(Runnable then) {
    requireNonNull(then, "then");
    synchronized (lock) {
      if (!open.isEmpty()) {
        listeners.add(then);
        return;
      }
    }
    then.run();
  }

  /** No further one is begun. */
  void close() {
    synchronized (lock) {
      closed = true;
    }
  }
}

package dev.edgewise.agent.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.training.Meeting;
import dev.edgewise.core.training.RankId;
import dev.edgewise.core.training.RankOrder;
import dev.edgewise.core.training.RankPhase;
import dev.edgewise.core.training.RankReport;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** The ranks of this node: does what the orchestrator says of them, and tells it how they are. */
public final class RankDesk implements RankListener, AutoCloseable {
  private static final Logger LOG = System.getLogger(RankDesk.class.getName());

  /** Ended ones included, until they are gone; an orchestrator that asks for more is not ours. */
  private static final int MOST_RANKS = 256;

  private static final long CLOSE_MILLIS = 8_000;

  private final Path ranks;
  private final TrainingSettings settings;
  private final String host;
  private final Courier courier;
  private final Clock clock;
  private final Map<String, String> environment;
  private final AtomicReference<RankListener> listener = new AtomicReference<>(new Nobody());

  /** Guarded by itself. */
  private final Map<RankId, RankRun> runs = new LinkedHashMap<>();

  private static final class Nobody implements RankListener {
    @Override
    public void reported(RankReport report) {}

    @Override
    public void wrote(RankId rank, List<String> lines) {}
  }

  /**
   * A desk without ranks. What an earlier process has left is ended and removed: ranks end with
   * their agent, and this is for those that were just starting.
   *
   * @param ranks folder of this desk alone
   * @param host where other nodes reach this one
   * @param environment of this process
   */
  public RankDesk(
      Path ranks,
      TrainingSettings settings,
      String host,
      Courier courier,
      Clock clock,
      Map<String, String> environment) {
    this.ranks = requireNonNull(ranks, "ranks");
    this.settings = requireNonNull(settings, "settings");
    this.host = requireNonNull(host, "host");
    this.courier = requireNonNull(courier, "courier");
    this.clock = requireNonNull(clock, "clock");
    this.environment = Map.copyOf(environment);
    clean();
  }

  private void clean() {
    try {
      for (RankFolder left : RankFolder.all(ranks)) {
        left.readNumber(left.pid())
            .filter(pid -> isOf(pid, left.root()))
            .ifPresent(pid -> Session.of(pid).kill());
        left.delete();
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "what earlier ranks have left cannot be removed: " + e);
    }
  }

  /** The number may be another process's by now. */
  private static boolean isOf(long pid, Path folder) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
          .contains(folder.toString());
    } catch (IOException e) {
      return false;
    }
  }

  /** Who hears of ranks from now on. */
  public void tell(RankListener who) {
    listener.set(requireNonNull(who, "who"));
  }

  /** How all ranks are. */
  public List<RankReport> reports() {
    synchronized (runs) {
      return runs.values().stream().map(RankRun::report).toList();
    }
  }

  /** Begins to fetch a rank's files. One that is known is left as it is. */
  public void prepare(RankOrder order) {
    synchronized (runs) {
      if (runs.containsKey(order.id()) || runs.size() >= MOST_RANKS) {
        return;
      }
      RankRun run =
          new RankRun(
              order,
              RankFolder.of(ranks, order.id()),
              settings,
              host,
              courier,
              this,
              clock,
              environment);
      runs.put(order.id(), run);
      run.begin();
    }
  }

  /** Starts a rank. */
  public void launch(RankId id, Meeting meeting) {
    synchronized (runs) {
      RankRun run = runs.get(id);
      if (run != null) {
        run.launch(meeting);
      }
    }
  }

  /** Ends a rank; of one that is not known it is said that it is gone. */
  public void stop(RankId id) {
    synchronized (runs) {
      RankRun run = runs.get(id);
      if (run != null) {
        run.stop();
        return;
      }
    }
    reported(RankReport.of(id, RankPhase.GONE));
  }

  /** Ends all ranks: there is nobody left whom they could report to. */
  public void stopAll() {
    synchronized (runs) {
      runs.values().forEach(RankRun::stop);
    }
  }

  @Override
  public void reported(RankReport report) {
    if (report.phase() == RankPhase.GONE) {
      synchronized (runs) {
        runs.remove(report.id());
        runs.notifyAll();
      }
    }
    listener.get().reported(report);
  }

  @Override
  public void wrote(RankId rank, List<String> lines) {
    listener.get().wrote(rank, lines);
  }

  /** Ends all ranks, and waits until they have. */
  @Override
  public void close() {
    stopAll();
    long until = clock.nanos() + CLOSE_MILLIS * 1_000_000;
    List<RankId> left = new ArrayList<>();
    synchronized (runs) {
      try {
        while (!runs.isEmpty() && clock.nanos() < until) {
          runs.wait(100);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      left.addAll(runs.keySet());
    }
    if (!left.isEmpty()) {
      LOG.log(Level.WARNING, "ranks that do not end: {0}; they end with this process", left);
    }
  }
}

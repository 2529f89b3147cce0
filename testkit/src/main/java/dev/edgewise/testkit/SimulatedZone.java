package dev.edgewise.testkit;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Site;
import dev.edgewise.sdk.fleet.ScaledZone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A zone of a {@link SimulatedFleet} that the orchestrator scales: without a node until somebody
 * wakes it, and with one some time later. For one thread.
 */
public final class SimulatedZone {
  private final Site site;
  private final Set<String> methods;
  private final VirtualTime time;
  private final Function<String, SimulatedNode> start;
  private final Runnable changed;
  private final List<Wake> wakes = new ArrayList<>();
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private List<Accelerator> accelerators = List.of();
  private Duration learned;
  private Duration takes;
  private int most = 4;
  private int starting;
  private int started;
  private long startedAt;
  private @Nullable String quarantine;
  private String paused = "";
  private long pausedUntil;

  /**
   * What a client asked.
   *
   * @param at when, on the fleet's time
   */
  public record Wake(Duration at, String method, int waiting) {}

  SimulatedZone(
      Site site,
      Set<String> methods,
      Duration coldStart,
      VirtualTime time,
      Function<String, SimulatedNode> start,
      Runnable changed) {
    this.site = site;
    this.methods = methods;
    this.learned = coldStart;
    this.takes = coldStart;
    this.time = time;
    this.start = start;
    this.changed = changed;
  }

  /** How long its next start takes, whatever was learned of earlier ones. */
  public SimulatedZone takes(Duration next) {
    takes = next;
    return this;
  }

  /** The most nodes that it may have; 4 unless said. */
  public SimulatedZone most(int next) {
    most = next;
    return this;
  }

  /** What its nodes have. */
  public SimulatedZone accelerators(Accelerator... next) {
    accelerators = List.of(next);
    changed.run();
    return this;
  }

  /** Starts no node any more, for that reason. */
  public void quarantine(String because) {
    quarantine = because;
    changed.run();
  }

  /** Starts no node for so long, for that reason; then it does, without having been asked again. */
  public void pausesFor(Duration pause, String because) {
    paused = because;
    pausedUntil = time.nanos() + pause.toNanos();
  }

  /** A start takes so long, the orchestrator has learned. */
  public void learned(Duration coldStart) {
    learned = coldStart;
    changed.run();
  }

  /** Each question that a client asked, the oldest first. */
  public List<Wake> wakes() {
    return List.copyOf(wakes);
  }

  /** How many nodes were started. */
  public int started() {
    return started;
  }

  /** Its nodes, those that crashed too, the oldest first. */
  public List<SimulatedNode> nodes() {
    return List.copyOf(nodes);
  }

  ScaledZone entry() {
    return new ScaledZone(
        site,
        ready(),
        starting,
        most,
        learned,
        methods,
        accelerators,
        quarantine == null,
        quarantine == null ? "" : quarantine);
  }

  private int ready() {
    return (int) nodes.stream().filter(SimulatedNode::isWell).count();
  }

  /** Someone asks. */
  Answer wake(String method, int waiting) {
    wakes.add(new Wake(Duration.ofNanos(time.nanos()), method, waiting));
    if (quarantine != null) {
      return new Answer(Duration.ofSeconds(30), quarantine);
    }
    long pause = Math.max(0, pausedUntil - time.nanos());
    if (pause > 0 && !paused.isEmpty()) {
      return new Answer(Duration.ofNanos(pause).plus(learned), paused);
    }
    if (starting == 0 && ready() == 0) {
      starting++;
      started++;
      startedAt = time.nanos();
      time.schedule(takes, this::arrives);
      changed.run();
    }
    long left = ready() > 0 ? 0 : startedAt + learned.toNanos() - time.nanos();
    return new Answer(Duration.ofNanos(Math.max(0, left)), "");
  }

  /**
   * What is said to who asks.
   *
   * @param time until a node is expected
   * @param because none starts now; empty when one does
   */
  record Answer(Duration time, String because) {}

  private void arrives() {
    starting--;
    if (quarantine == null) {
      nodes.add(start.apply(site.name() + "-" + started).accelerators(accelerators));
    }
    changed.run();
  }
}

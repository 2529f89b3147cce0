package dev.edgewise.samples.vision;

import dev.edgewise.core.Clock;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.NodeStatus;
import dev.edgewise.sdk.api.Edgewise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Looks at the nodes many times a second and tells when one has changed. */
final class NodeWatch implements AutoCloseable {
  private static final long MILLIS_BETWEEN_LOOKS = 20;
  private static final long PATIENCE_SECONDS = 20;

  private final Supplier<List<NodeStatus>> nodes;
  private final Story story;
  private final Clock clock;
  private final Map<String, NodeStatus> known = new HashMap<>();
  private final Semaphore ready = new Semaphore(0);
  private int announced;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  NodeWatch(Supplier<List<NodeStatus>> nodes, Story story, Clock clock) {
    this.nodes = nodes;
    this.story = story;
    this.clock = clock;
  }

  static NodeWatch start(Edgewise eco, Story story, Clock clock) {
    NodeWatch watch = new NodeWatch(eco::nodes, story, clock);
    // The future says only that the looks were stopped.
    var unused =
        watch.looks.scheduleWithFixedDelay(
            watch::look, 0, MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
    return watch;
  }

  void look() {
    List<NodeStatus> statuses = nodes.get();
    tellOfThoseThatLeft(statuses);
    for (NodeStatus status : statuses) {
      NodeStatus before = known.put(status.address(), status);
      if (before == null || before.liveness() != status.liveness()) {
        story.node(status);
      }
    }
    int alive =
        (int) statuses.stream().filter(status -> status.liveness() == Liveness.ALIVE).count();
    if (alive == statuses.size() && alive > announced) {
      ready.release(alive - announced);
      announced = alive;
    }
  }

  /** A node may die and be taken out of the fleet between two looks: that is news as well. */
  private void tellOfThoseThatLeft(List<NodeStatus> statuses) {
    Set<String> there = statuses.stream().map(NodeStatus::address).collect(Collectors.toSet());
    List<NodeStatus> left =
        known.values().stream().filter(status -> !there.contains(status.address())).toList();
    for (NodeStatus status : left) {
      known.remove(status.address());
      if (status.liveness() != Liveness.DEAD) {
        story.node(
            new NodeStatus(
                status.address(),
                status.node(),
                Liveness.DEAD,
                clock.now(),
                status.draining(),
                "it is no longer in the fleet"));
      }
    }
  }

  /**
   * Waits until so many nodes are known and all that are known can be called; not for ever, because
   * the calls work without some.
   */
  void awaitAll(int nodes) throws InterruptedException {
    if (!ready.tryAcquire(Math.max(1, nodes), PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      story.trouble("not all nodes answered within " + PATIENCE_SECONDS + " s");
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}

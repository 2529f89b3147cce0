package dev.edgewise.samples.vision;

import dev.edgewise.core.Liveness;
import dev.edgewise.core.NodeStatus;
import dev.edgewise.sdk.api.Edgewise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Looks at the nodes many times a second and tells when one has changed. */
final class NodeWatch implements AutoCloseable {
  private static final long MILLIS_BETWEEN_LOOKS = 20;
  private static final long PATIENCE_SECONDS = 20;

  private final Edgewise eco;
  private final Story story;
  private final Map<String, NodeStatus> known = new HashMap<>();
  private final Semaphore ready = new Semaphore(0);
  private int announced;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  private NodeWatch(Edgewise eco, Story story) {
    this.eco = eco;
    this.story = story;
  }

  static NodeWatch start(Edgewise eco, Story story) {
    NodeWatch watch = new NodeWatch(eco, story);
    // The future says only that the looks were stopped.
    var unused =
        watch.looks.scheduleWithFixedDelay(
            watch::look, 0, MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    List<NodeStatus> statuses = eco.nodes();
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

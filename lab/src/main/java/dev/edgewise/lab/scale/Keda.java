package dev.edgewise.lab.scale;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * KEDA with the HorizontalPodAutoscaler that it makes, all settings as they come. KEDA polls each
 * 30 s: from no node to one when there is work, from one to none when there was none for the
 * cooldown of 300 s. Between them the HPA decides, each 15 s: the ceiling of metric ÷ target, no
 * change within 10 %, at most 4 more or twice as many in 15 s, less only when all recommendations
 * of 300 s say so. The metric is what is in flight and queued, the mean over 30 s.
 *
 * <p>Sources: keda.sh, "ScaledObject specification" (pollingInterval, cooldownPeriod);
 * kubernetes.io, "Horizontal Pod Autoscaling", algorithm details and default behaviour.
 */
final class Keda implements Policy {
  private static final double SYNC = 15;
  private static final double COOLDOWN = 300;
  private static final double STABILISATION = 300;
  private static final double TOLERANCE = 0.1;
  private static final int PODS_AT_ONCE = 4;

  private record Recommendation(double at, int nodes) {}

  private final double target;
  private final Deque<Recommendation> recommended = new ArrayDeque<>();
  private int replicas;
  private boolean poll;
  private double before;
  private double lastActive = Double.NEGATIVE_INFINITY;

  /**
   * A setting.
   *
   * @param target in flight and queued that a node is to have
   */
  Keda(double target) {
    this.target = target;
  }

  @Override
  public double period() {
    return SYNC;
  }

  @Override
  public boolean wakes() {
    return false;
  }

  @Override
  public int wanted(Seen seen) {
    double metric = (before + seen.concurrency) / 2;
    before = seen.concurrency;
    poll = !poll;
    if (poll) {
      boolean active = metric > 0 || seen.inFlight + seen.queued > 0;
      lastActive = active ? seen.now : lastActive;
      if (replicas == 0) {
        replicas = active ? 1 : 0;
        recommended.clear();
        return replicas;
      }
      if (!active && seen.now - lastActive > COOLDOWN) {
        replicas = 0;
        return 0;
      }
    }
    return replicas == 0 ? 0 : horizontal(seen.now, metric);
  }

  private int horizontal(double now, double metric) {
    double ratio = metric / (target * replicas);
    int wish =
        Math.abs(ratio - 1) <= TOLERANCE ? replicas : (int) Math.ceil(metric / target - 1e-9);
    recommended.addLast(new Recommendation(now, wish));
    while (recommended.getFirst().at() < now - STABILISATION) {
      recommended.removeFirst();
    }
    int stable = wish;
    if (wish < replicas) {
      for (Recommendation recommendation : recommended) {
        stable = Math.max(stable, recommendation.nodes());
      }
      stable = Math.min(stable, replicas);
    }
    int most = Math.max(replicas + PODS_AT_ONCE, 2 * replicas);
    // An HPA never goes to nothing; that is KEDA's part.
    replicas = Math.clamp(stable, 1, most);
    return replicas;
  }
}

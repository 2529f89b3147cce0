package dev.edgewise.lab.scale;

import java.util.Arrays;

/**
 * Ray Serve's rule, all settings as they come: requests ongoing ÷ target, the mean over 30 s; more
 * when that was wished for 30 s in a row, less after 600 s; from nothing to one at once, to nothing
 * only from one.
 *
 * <p>Source: ray-project/ray, {@code python/ray/serve/autoscaling_policy.py} and the defaults of
 * {@code AutoscalingConfig}.
 */
final class RayServe implements Policy {
  private static final double UP = 30;
  private static final double DOWN = 600;
  private static final int LOOK_BACK = 30;

  private final double target;
  private final double[] recent = new double[LOOK_BACK];
  private int seconds;
  private int current;
  private double wished = Double.NaN;
  private boolean up;

  /**
   * A setting.
   *
   * @param target requests that a node is to have, in flight and queued
   */
  RayServe(double target) {
    this.target = target;
  }

  @Override
  public double period() {
    return 1;
  }

  @Override
  public boolean wakes() {
    return true;
  }

  @Override
  public int wanted(Seen seen) {
    recent[seconds++ % LOOK_BACK] = seen.concurrency;
    if (seen.ready == 0) {
      // The first request is told at once; what is starting is waited for.
      current = seen.inFlight + seen.queued > 0 ? Math.max(1, current) : current;
      return current;
    }
    int known = Math.min(seconds, LOOK_BACK);
    double ongoing = Arrays.stream(recent).sum() / known;
    return decided(seen.now, (int) Math.ceil(ongoing / target - 1e-9));
  }

  private int decided(double now, int desired) {
    if (desired == current) {
      wished = Double.NaN;
      return current;
    }
    boolean upwards = desired > current;
    if (Double.isNaN(wished) || upwards != up) {
      wished = now;
      up = upwards;
    }
    if (now - wished >= (upwards ? UP : DOWN)) {
      wished = Double.NaN;
      current = upwards || current == 1 ? desired : Math.max(1, desired);
    }
    return current;
  }
}

package dev.edgewise.serving.batch;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.Scheduler;
import java.util.concurrent.Executor;

/** Collects what a device is. */
public final class DeviceBuilder {
  private static final int MAX_WORKERS = 1_024;

  final Clock clock;
  final Scheduler scheduler;
  final Executor executor;
  int workers = 1;
  Limits limits = Limits.usual();
  LaneListener listener = LaneListener.NONE;

  DeviceBuilder(Clock clock, Scheduler scheduler, Executor executor) {
    this.clock = requireNonNull(clock, "clock");
    this.scheduler = requireNonNull(scheduler, "scheduler");
    this.executor = requireNonNull(executor, "executor");
  }

  /** Batches that run at once, 1 to 1024. */
  public DeviceBuilder workers(int value) {
    if (value < 1 || value > MAX_WORKERS) {
      throw new IllegalArgumentException("workers: " + value + " (expected: 1 to 1024)");
    }
    this.workers = value;
    return this;
  }

  /** What may wait; default {@link Limits#usual()}. */
  DeviceBuilder limits(Limits value) {
    this.limits = requireNonNull(value, "limits");
    return this;
  }

  /** Who hears what happens; default nobody. */
  public DeviceBuilder listener(LaneListener value) {
    this.listener = requireNonNull(value, "listener");
    return this;
  }

  /** The device. */
  public Device build() {
    return new Device(this);
  }
}

package dev.edgewise.serving.batch;

import dev.edgewise.core.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The timer for the earliest deadline of those who wait. Guarded by the device's lock. */
final class Alarm {
  private final Scheduler scheduler;
  private final Runnable ring;
  private Scheduler.@Nullable Cancellable timer;
  private long at = Entry.NEVER;

  Alarm(Scheduler scheduler, Runnable ring) {
    this.scheduler = scheduler;
    this.ring = ring;
  }

  /** Rings at {@code deadline}, unless it rings before. */
  void set(long deadline, long now) {
    if (deadline >= at) {
      return;
    }
    silence();
    at = deadline;
    timer = scheduler.schedule(Duration.ofNanos(Math.max(1, deadline - now)), ring);
  }

  boolean isSet() {
    return timer != null;
  }

  void silence() {
    if (timer != null) {
      timer.cancel();
    }
    rang();
  }

  void rang() {
    timer = null;
    at = Entry.NEVER;
  }
}

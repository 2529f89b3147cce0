package dev.edgewise.agent.control;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.Scheduler;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Notices that a node has had no lease for long, be it that it lost it or that it never had one:
 * whoever started it for a zone has gone for good, and it should not run on for nobody.
 * Thread-safe.
 */
public final class LeaseWatch {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Duration most;
  private final BooleanSupplier isHeld;
  private final Clock clock;
  private final Scheduler scheduler;
  private long heldAt;

  /**
   * A watch that has not begun.
   *
   * @param most without a lease
   * @param isHeld whether the node holds one now
   */
  public LeaseWatch(Duration most, BooleanSupplier isHeld, Clock clock, Scheduler scheduler) {
    this.most = requireNonNull(most, "most");
    this.isHeld = requireNonNull(isHeld, "isHeld");
    this.clock = requireNonNull(clock, "clock");
    this.scheduler = requireNonNull(scheduler, "scheduler");
  }

  /** Begins; {@code then} is run once, when there was no lease for so long. */
  public void begin(Runnable then) {
    requireNonNull(then, "then");
    synchronized (this) {
      heldAt = clock.nanos();
    }
    look(then);
  }

  private synchronized void look(Runnable then) {
    long now = clock.nanos();
    if (isHeld.getAsBoolean()) {
      heldAt = now;
    } else if (now - heldAt >= most.toNanos()) {
      then.run();
      return;
    }
    Scheduler.Cancellable unused = scheduler.schedule(LOOK, () -> look(then));
  }
}

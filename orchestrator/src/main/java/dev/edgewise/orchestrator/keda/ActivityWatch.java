package dev.edgewise.orchestrator.keda;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells one listener whether a zone should run: at once, when that changes, and every {@link
 * #REPEAT} in between, so that what was lost on the way does not stay lost. Says nothing while the
 * fleet is still coming back. Thread-safe.
 */
public final class ActivityWatch implements AutoCloseable {
  /** As often as KEDA asks by itself. */
  public static final Duration REPEAT = Duration.ofSeconds(30);

  private static final Duration SETTLING = Duration.ofSeconds(1);

  private final ZoneDemand demand;
  private final String zone;
  private final Scheduler scheduler;
  private final Consumer<Boolean> told;
  private ZoneDemand.@Nullable Subscription changes;
  private Scheduler.@Nullable Cancellable next;
  private @Nullable Boolean last;
  private boolean closed;

  /**
   * Not yet telling anything.
   *
   * @param told is called by whoever found the change, one call at a time, and must not block
   */
  public ActivityWatch(
      ZoneDemand demand, String zone, Scheduler scheduler, Consumer<Boolean> told) {
    this.demand = requireNonNull(demand, "demand");
    this.zone = requireNonNull(zone, "zone");
    this.scheduler = requireNonNull(scheduler, "scheduler");
    this.told = requireNonNull(told, "told");
  }

  /** Begins. Not after {@link #close}. */
  public synchronized void begin() {
    changes = demand.listen(this::changed);
    repeat();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (changes != null) {
      changes.close();
    }
    if (next != null) {
      next.cancel();
    }
  }

  /** Whoever tells of changes must not wait for those who listen. */
  private void changed() {
    scheduler.schedule(Duration.ZERO, this::look);
  }

  private synchronized void look() {
    Optional<Boolean> now = now();
    if (!closed && now.isPresent() && !now.get().equals(last)) {
      tell(now.get());
    }
  }

  private synchronized void repeat() {
    if (closed) {
      return;
    }
    Optional<Boolean> now = now();
    now.ifPresent(this::tell);
    next = scheduler.schedule(now.isPresent() ? REPEAT : SETTLING, this::repeat);
  }

  private void tell(boolean active) {
    last = active;
    told.accept(active);
  }

  private Optional<Boolean> now() {
    return demand.settled() ? demand.wanted(zone).map(Wanted::active) : Optional.empty();
  }
}

package dev.edgewise.samples.tickets;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.api.CallOptions;
import dev.edgewise.sdk.api.Edgewise;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * They come at a steady rate, whether or not those before have got their tickets, and each is timed
 * from when it came. Commands come from one thread.
 */
final class Buyers implements AutoCloseable {
  /**
   * They wait longer than the method's deadline: until a node has started, and an order that is
   * late is answered all the same, and can be told from one that failed.
   */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int MOST_A_SECOND = 1_000;

  private final Edgewise eco;
  private final Consumer<Order> told;
  private final Clock clock;
  private final AtomicLong number = new AtomicLong();
  private final ScheduledExecutorService beat =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final ExecutorService orders = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable Future<?> coming;

  /**
   * Nobody comes yet.
   *
   * @param told gets each order that has ended, on many threads
   */
  Buyers(Edgewise eco, Consumer<Order> told, Clock clock) {
    this.eco = requireNonNull(eco, "eco");
    this.told = requireNonNull(told, "told");
    this.clock = requireNonNull(clock, "clock");
  }

  /** One comes, and has been answered when this returns. */
  void one() {
    buy(clock.nanos(), clock.now());
  }

  /** From now on so many come each second; 0 for none. */
  void come(int perSecond) {
    if (perSecond < 0 || perSecond > MOST_A_SECOND) {
      throw new IllegalArgumentException(
          "perSecond: " + perSecond + " (expected: 0 to " + MOST_A_SECOND + ")");
    }
    if (coming != null) {
      coming.cancel(false);
      coming = null;
    }
    if (perSecond > 0) {
      long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
      Beat each = new Beat(clock.nanos(), clock.now(), period);
      coming = beat.scheduleAtFixedRate(each::next, 0, period, TimeUnit.NANOSECONDS);
    }
  }

  /** One buyer after the other; only the beat's thread touches it. */
  private final class Beat {
    private final long began;
    private final Instant beganAt;
    private final long period;
    private long come;

    Beat(long began, Instant beganAt, long period) {
      this.began = began;
      this.beganAt = beganAt;
      this.period = period;
    }

    void next() {
      long after = period * come++;
      orders.execute(() -> buy(began + after, beganAt.plusNanos(after)));
    }
  }

  private void buy(long due, Instant dueAt) {
    Duration late = since(due);
    String order = "order-" + number.incrementAndGet();
    Optional<String> node = Optional.empty();
    String error = "";
    try {
      Outcome<Ticket> outcome =
          eco.call(
              Tickets.class,
              tickets -> tickets.buy(order),
              CallOptions.none().withDeadline(PATIENCE));
      if (!outcome.orThrow().equals(Ticket.of(order))) {
        error = "the ticket is somebody else's";
      } else if (outcome instanceof Outcome.Completed<Ticket> sold) {
        node = Optional.of(sold.node().name());
      }
    } catch (EdgewiseException e) {
      error = String.valueOf(e.getMessage());
    }
    told.accept(new Order(dueAt, late, since(due), node, error));
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(Math.max(0, clock.nanos() - nanos));
  }

  /** Nobody comes any more; those who came are answered when this returns. */
  void finish() throws InterruptedException {
    come(0);
    beat.shutdown();
    // In this order: what was due may still be on its way.
    boolean unused = beat.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    orders.shutdown();
    boolean unused2 = orders.awaitTermination(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Ends what runs. */
  @Override
  public void close() {
    beat.shutdownNow();
    orders.shutdownNow();
  }
}

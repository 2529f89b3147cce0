package dev.edgewise.cli.chat;

import dev.edgewise.cli.fleet.FleetGeneration;
import dev.edgewise.core.Clock;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Says where an answer goes on when its node is lost: looks at the fleet while nothing comes, and
 * for some seconds after. Nothing here is needed for the answer. Thread-safe.
 */
final class ChatWatch implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(400);

  /** Nodes tell the orchestrator once a second. */
  private static final Duration NEWS_WITHIN = Duration.ofSeconds(4);

  private final Supplier<FleetStatus> fleet;
  private final Supplier<String> call;
  private final Consumer<String> note;
  private final Clock clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile long heard;

  // Of the thread that looks.
  private int legTold = 1;
  private long quietAt;
  private boolean wasQuiet;

  private ChatWatch(
      Supplier<FleetStatus> fleet, Supplier<String> call, Consumer<String> note, Clock clock) {
    this.fleet = fleet;
    this.call = call;
    this.note = note;
    this.clock = clock;
    this.heard = clock.nanos();
  }

  /**
   * Begins to look.
   *
   * @param fleet asks for it; what it throws is passed over
   * @param call the id of the decision; empty while there is none
   * @param note is told in words
   */
  static ChatWatch begin(
      Supplier<FleetStatus> fleet, Supplier<String> call, Consumer<String> note, Clock clock) {
    ChatWatch watch = new ChatWatch(fleet, call, note, clock);
    Thread.ofVirtual().name("chat-watch").start(watch::run);
    return watch;
  }

  /** A piece has come. */
  void heard() {
    heard = clock.nanos();
  }

  private void run() {
    try {
      while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks once, when there is a reason to. */
  private void look() {
    long now = clock.nanos();
    if (now - heard > LOOK.toNanos()) {
      quietAt = now;
      wasQuiet = true;
    }
    String id = call.get();
    if (id.isEmpty() || !wasQuiet || now - quietAt > NEWS_WITHIN.toNanos()) {
      return;
    }
    Optional<FleetGeneration> found;
    try {
      found = FleetGeneration.find(fleet.get(), id);
    } catch (RuntimeException e) {
      // The orchestrator does not answer: the next look may fare better.
      return;
    }
    found
        .filter(each -> each.part().isRunning() && each.part().leg() > legTold)
        .ifPresent(
            each -> {
              legTold = each.part().leg();
              note.accept(words(each));
            });
  }

  /** {@code no more on nyc-edge01: west1-a goes on with it after chunk 17}. */
  static String words(FleetGeneration each) {
    String from =
        each.part().from().isEmpty() ? "the node that had it" : each.part().from().getLast();
    return "no more on "
        + from
        + ": "
        + each.node().name()
        + " goes on with it"
        + (each.part().had() > 0 ? " after chunk " + each.part().had() : " from the beginning");
  }

  @Override
  public void close() {
    closed.countDown();
  }
}

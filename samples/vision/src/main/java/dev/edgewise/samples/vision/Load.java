package dev.edgewise.samples.vision;

import dev.edgewise.core.Clock;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.api.Edgewise;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Makes calls at a steady rate, whether or not the earlier ones have been answered: as cameras do.
 * Single use.
 */
final class Load implements AutoCloseable {
  private static final int CALLS_A_SECOND = 25;
  private static final int MOST_AT_ONCE = 16;
  private static final long DRAIN_SECONDS = 12;

  private final Edgewise eco;
  private final Story story;
  private final Clock clock;
  private final Frame frame = Bundled.thumbnail();
  private final ScheduledExecutorService beat =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);

  Load(Edgewise eco, Story story, Clock clock) {
    this.eco = eco;
    this.story = story;
    this.clock = clock;
  }

  void start() {
    // The future says only that the beat was stopped.
    var unused =
        beat.scheduleAtFixedRate(
            this::beat, 0, TimeUnit.SECONDS.toNanos(1) / CALLS_A_SECOND, TimeUnit.NANOSECONDS);
  }

  private void beat() {
    if (room.tryAcquire()) {
      calls.execute(this::call);
    }
  }

  private void call() {
    Instant made = clock.now();
    try {
      Outcome<Faces> outcome = eco.call(Vision.class, vision -> vision.detect(frame));
      story.call(made, outcome.took(), outcome);
    } catch (RuntimeException e) {
      if (!calls.isShutdown()) {
        story.trouble("a call broke: " + e);
      }
    } finally {
      room.release();
    }
  }

  /** Makes no more calls, and waits for the last answers. */
  void stop() throws InterruptedException {
    beat.shutdown();
    calls.shutdown();
    if (!calls.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
      story.trouble("some calls got no answer in " + DRAIN_SECONDS + " s");
    }
  }

  /** Ends what runs. */
  @Override
  public void close() {
    beat.shutdownNow();
    calls.shutdownNow();
  }
}

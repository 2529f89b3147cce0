package dev.edgewise.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class TurnsTest {
  @Test
  void no_more_run_at_once_than_there_are_turns() {
    Turns turns = new Turns("m", 2);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CompletableFuture<?>[] calls = new CompletableFuture<?>[16];
    for (int i = 0; i < calls.length; i++) {
      calls[i] =
          CompletableFuture.runAsync(
              () ->
                  turns.take(
                      () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        return running.decrementAndGet();
                      }));
    }
    CompletableFuture.allOf(calls).join();
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void closing_waits_for_runs_frees_once_and_ends_later_ones() throws InterruptedException {
    Turns turns = new Turns("m", 1);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger freed = new AtomicInteger();
    CompletableFuture<Integer> run =
        CompletableFuture.supplyAsync(
            () ->
                turns.take(
                    () -> {
                      begun.countDown();
                      awaitQuietly(go);
                      return freed.get();
                    }));
    begun.await();
    CompletableFuture<Void> closing =
        CompletableFuture.runAsync(() -> turns.close(freed::incrementAndGet));
    go.countDown();
    closing.join();
    turns.close(freed::incrementAndGet);
    assertThat(run.join()).as("freed while it ran").isZero();
    assertThat(freed.get()).isEqualTo(1);
    assertThatIllegalStateException()
        .isThrownBy(() -> turns.take(() -> 1))
        .withMessage("Model 'm' is closed");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.edgewise.serving.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.testkit.VirtualTime;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batch functions that call others on their own device, which has one worker. */
final class LoanTest {
  private final VirtualTime time = new VirtualTime();
  private final Queue<Runnable> workers = new ArrayDeque<>();
  private final Device device = Device.on(time, time, workers::add).build();
  private final Batcher<Integer, Integer> inner =
      device.open(
          LaneFamily.<Integer, Integer>of(
                  "inner", items -> items.stream().map(item -> item + 1).toList())
              .build());

  private void work() {
    for (Runnable worker = workers.poll(); worker != null; worker = workers.poll()) {
      worker.run();
    }
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_batch_that_calls_its_own_device_does_not_wait_for_itself() {
    Batcher<Integer, Integer> outer =
        device.open(
            LaneFamily.<Integer, Integer>of(
                    "outer",
                    items ->
                        items.stream()
                            .map(item -> inner.call(item, Terms.usual()).orThrow())
                            .toList())
                .build());
    assertThat(outer.call(1, Terms.usual()).orThrow()).isEqualTo(2);
    CompletableFuture<Verdict<Integer>> later = outer.submit(5, Terms.usual());
    work();
    assertThat(later.join().orThrow()).isEqualTo(6);
    assertThat(device.busy()).isZero();
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void who_submits_and_waits_lends_its_worker_too() {
    Batcher<Integer, Integer> outer =
        device.open(
            LaneFamily.<Integer, Integer>of(
                    "outer",
                    items -> {
                      List<CompletableFuture<Verdict<Integer>>> answers =
                          items.stream().map(item -> inner.submit(item, Terms.usual())).toList();
                      try (Loan _ = inner.lend()) {
                        work();
                        return answers.stream().map(answer -> answer.join().orThrow()).toList();
                      }
                    })
                .build());
    assertThat(outer.call(7, Terms.usual()).orThrow()).isEqualTo(8);
    assertThat(device.busy()).isZero();
  }

  @Test
  void outside_of_a_batch_nothing_is_lent() {
    assertThat(device.lend()).isSameAs(Loan.NONE);
  }

  @Test
  void what_a_call_would_meet_is_told_of_the_lane_that_was_used_last() {
    assertThat(inner.outlook()).isEmpty();
    inner.learn(1, 1, java.time.Duration.ofMillis(6));
    inner.learn(1, 2, java.time.Duration.ofMillis(7));
    assertThat(inner.outlook())
        .hasValueSatisfying(
            outlook -> {
              assertThat(outlook.joins()).isZero();
              assertThat(outlook.room()).isEqualTo(device.lanes().getFirst().cap());
              assertThat(outlook.marginalNanos()).isEqualTo(outlook.aloneNanos());
            });
    for (int i = 0; i < 3; i++) {
      var unused = inner.submit(i, Terms.usual());
    }
    Outlook busy = inner.outlook().orElseThrow();
    assertThat(device.lanes().getFirst().waiting()).isEqualTo(3);
    assertThat(busy.joins() + busy.room()).isEqualTo(device.lanes().getFirst().cap());
    work();
    assertThat(device.lanes().getFirst().tally().verdicts()).containsEntry("completed", 3L);
  }
}

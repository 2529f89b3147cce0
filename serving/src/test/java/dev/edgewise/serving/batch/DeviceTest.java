package dev.edgewise.serving.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A device on virtual time, whose workers run when the test says so. */
final class DeviceTest {
  private static final Duration MS = Duration.ofMillis(1);

  private final VirtualTime time = new VirtualTime();
  private final Queue<Runnable> workers = new ArrayDeque<>();
  private final List<List<Integer>> batches = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private Duration takes = MS;
  private Limits limits = Limits.usual();

  private final BatchFunction<Integer, Integer> function =
      items -> {
        batches.add(items);
        time.pass(takes);
        if (items.contains(-1)) {
          throw new IllegalArgumentException("poison");
        }
        return items.stream().map(item -> 2 * item).toList();
      };

  private Device device() {
    return Device.on(time, time, workers::add)
        .limits(limits)
        .listener(
            new LaneListener() {
              @Override
              public void answered(String family, Verdict<?> verdict) {
                told.add(verdict.label());
              }
            })
        .build();
  }

  private LaneFamily.Builder<Integer, Integer> family() {
    return LaneFamily.of("double", function).idempotent(true);
  }

  private void work() {
    for (Runnable worker = workers.poll(); worker != null; worker = workers.poll()) {
      worker.run();
    }
  }

  private Terms within(Duration duration) {
    return Terms.until(time.nanos() + duration.toNanos());
  }

  @Test
  void an_idle_device_runs_a_call_in_its_callers_thread_and_alone() {
    Batcher<Integer, Integer> batcher = device().open(family().build());
    assertThat(batcher.call(4, Terms.usual()).orThrow()).isEqualTo(8);
    assertThat(workers).isEmpty();
    assertThat(batches).containsExactly(List.of(4));
  }

  @Test
  void what_comes_while_the_device_is_busy_runs_together_in_order() {
    Batcher<Integer, Integer> batcher = device().open(family().build());
    List<CompletableFuture<Verdict<Integer>>> answers =
        IntStream.range(0, 40).mapToObj(i -> batcher.submit(i, Terms.usual())).toList();
    work();
    assertThat(batches).hasSize(2);
    assertThat(batches.get(0)).isEqualTo(IntStream.range(0, 32).boxed().toList());
    assertThat(batches.get(1)).isEqualTo(IntStream.range(32, 40).boxed().toList());
    for (int i = 0; i < 40; i++) {
      assertThat(answers.get(i).join().orThrow()).isEqualTo(2 * i);
    }
  }

  @Test
  void a_hundred_cancelled_calls_never_run() {
    Device device = device();
    Batcher<Integer, Integer> batcher = device.open(family().build());
    AtomicBoolean gone = new AtomicBoolean();
    Terms terms = Terms.usual().withCancelled(gone::get);
    for (int i = 0; i < 50; i++) {
      var unused = batcher.submit(i, terms);
    }
    for (int i = 50; i < 100; i++) {
      assertThat(batcher.submit(i, Terms.usual()).cancel(true)).isTrue();
    }
    gone.set(true);
    work();
    assertThat(batches).isEmpty();
    assertThat(told).hasSize(100).containsOnly("cancelled");
    assertThat(device.lanes().getFirst().waiting()).isZero();
  }

  @Test
  void a_row_that_is_cancelled_while_it_runs_loses_only_its_reply() {
    AtomicBoolean gone = new AtomicBoolean();
    Batcher<Integer, Integer> batcher =
        device()
            .open(
                LaneFamily.<Integer, Integer>of(
                        "f",
                        items -> {
                          gone.set(true);
                          return items;
                        })
                    .build());
    var cancelled = batcher.submit(1, Terms.usual().withCancelled(gone::get));
    var other = batcher.submit(2, Terms.usual());
    work();
    assertThat(cancelled.join()).isInstanceOf(Verdict.Cancelled.class);
    assertThat(other.join().orThrow()).isEqualTo(2);
  }

  @Test
  void a_deadline_that_passes_is_told_then_and_rejects_nobody_else() {
    Batcher<Integer, Integer> batcher = device().open(family().build());
    // No worker comes: the executor is busy with something else.
    var first = batcher.submit(1, Terms.usual());
    var expiring = batcher.submit(2, within(MS.multipliedBy(5)));
    var later = batcher.submit(3, within(MS.multipliedBy(50)));
    var never = batcher.submit(4, Terms.usual());
    time.pass(MS.multipliedBy(5));
    assertThat(expiring).isDone();
    assertThat(expiring.join().label()).isEqualTo("expired");
    assertThat(later).isNotDone();
    work();
    assertThat(first.join().orThrow()).isEqualTo(2);
    assertThat(later.join().orThrow()).isEqualTo(6);
    assertThat(never.join().orThrow()).isEqualTo(8);
  }

  @Test
  void a_full_lane_refuses_counts_exactly_and_takes_calls_again() {
    limits = new Limits(4, 100, 100, 1_000, 8);
    Device device = device();
    Batcher<Integer, Integer> batcher = device.open(family().bytes(item -> 10).build());
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 10; i++) {
        var unused = batcher.submit(i, Terms.usual());
      }
      LaneSnapshot lane = device.lanes().getFirst();
      assertThat(lane.waiting()).isEqualTo(4);
      assertThat(lane.waitingBytes()).isEqualTo(40);
      work();
      assertThat(device.lanes().getFirst().waitingBytes()).isZero();
    }
    assertThat(told.stream().filter("completed"::equals)).hasSize(80);
    assertThat(told.stream().filter("lane_full"::equals)).hasSize(120);
  }

  @Test
  void the_calls_of_one_tenant_leave_room_for_those_of_another() {
    limits = new Limits(100, 1_000, 3, 1_000, 8);
    Batcher<Integer, Integer> batcher = device().open(family().build());
    for (int i = 0; i < 10; i++) {
      var unused = batcher.submit(i, Terms.usual().withTenant("greedy"));
    }
    var modest = batcher.submit(42, Terms.usual().withTenant("modest"));
    assertThat(told).hasSize(7).containsOnly("tenant_full");
    work();
    assertThat(modest.join().orThrow()).isEqualTo(84);
  }

  @Test
  void of_a_thousand_calls_the_poisoned_and_the_misshaped_one_fail_and_nobody_else() {
    limits = new Limits(2_000, Long.MAX_VALUE, 2_000, Long.MAX_VALUE, 8);
    Batcher<String, Integer> batcher =
        device()
            .open(
                LaneFamily.<String, Integer>of(
                        "lengths",
                        items -> {
                          if (items.contains("bad!") || items.contains("long one")) {
                            throw new IllegalArgumentException("no");
                          }
                          return items.stream().map(String::length).toList();
                        })
                    .idempotent(true)
                    .key(String::length)
                    .build());
    List<CompletableFuture<Verdict<Integer>>> answers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      String item = i == 333 ? "bad!" : i == 666 ? "long one" : "good";
      answers.add(batcher.submit(item, Terms.usual()));
    }
    work();
    for (int i = 0; i < 1_000; i++) {
      String expected = i == 333 || i == 666 ? "failed" : "completed";
      assertThat(answers.get(i).join().label()).as("call %s", i).isEqualTo(expected);
    }
  }

  @Test
  void who_made_a_batch_fail_runs_alone_the_next_time() {
    Batcher<Integer, Integer> batcher = device().open(family().fingerprint(item -> item).build());
    for (int item : new int[] {1, -1, 2}) {
      var unused = batcher.submit(item, Terms.usual());
    }
    work();
    batches.clear();
    for (int item : new int[] {1, -1, 2}) {
      var unused = batcher.submit(item, Terms.usual());
    }
    work();
    assertThat(batches).containsExactlyInAnyOrder(List.of(1, 2), List.of(-1));
  }

  @Test
  void memory_that_runs_out_makes_the_next_batches_smaller() {
    Device device = device();
    Batcher<Integer, Integer> batcher =
        device.open(
            LaneFamily.<Integer, Integer>of(
                    "f",
                    items -> {
                      if (items.size() > 10) {
                        throw new OutOfMemoryError("injected");
                      }
                      batches.add(items);
                      return items;
                    })
                .idempotent(true)
                .build());
    for (int i = 0; i < 32; i++) {
      var unused = batcher.submit(i, Terms.usual());
    }
    work();
    assertThat(told).hasSize(32).containsOnly("completed");
    assertThat(device.lanes().getFirst().memoryCap()).isLessThanOrEqualTo(10);
  }

  @Test
  void a_batch_stays_within_the_memory_that_the_family_may_use() {
    Batcher<Integer, Integer> batcher = device().open(family().memory(item -> 100, 450).build());
    for (int i = 0; i < 9; i++) {
      var unused = batcher.submit(i, Terms.usual());
    }
    work();
    assertThat(batches.stream().map(List::size)).containsExactly(4, 4, 1);
  }

  @Test
  void what_was_slow_once_is_tried_again() {
    Batcher<Integer, Integer> batcher = device().open(family().build());
    batcher.learn(0, 1, Duration.ofSeconds(10));
    int refused = 0;
    while (!batcher.call(1, within(MS.multipliedBy(100))).label().equals("completed")) {
      refused++;
      assertThat(refused).isLessThan(20);
    }
    assertThat(refused).isPositive();
    for (int i = 0; i < 10; i++) {
      batcher.call(1, Terms.usual());
    }
    assertThat(batcher.call(1, within(MS.multipliedBy(100))).label()).isEqualTo("completed");
  }

  @Test
  void a_device_that_closes_says_so_to_all_that_wait_and_come() {
    Device device = device();
    Batcher<Integer, Integer> batcher = device.open(family().build());
    var waiting = batcher.submit(1, Terms.usual());
    device.close();
    assertThat(waiting.join().label()).isEqualTo("closed");
    assertThat(batcher.call(1, Terms.usual()).label()).isEqualTo("closed");
    work();
    assertThat(batches).isEmpty();
  }
}

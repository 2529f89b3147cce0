package dev.edgewise.serving.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.SystemScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads at once, on real time: nothing is lost, nothing is answered twice. */
final class DeviceStressTest {
  private static final int CALLERS = 24;
  private static final int CALLS = 400;

  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final SystemScheduler scheduler = SystemScheduler.create("stress");
  private final ConcurrentHashMap<String, AtomicLong> told = new ConcurrentHashMap<>();
  private final LaneListener counting =
      new LaneListener() {
        @Override
        public void answered(String family, Verdict<?> verdict) {
          told.computeIfAbsent(verdict.label(), unused -> new AtomicLong()).incrementAndGet();
        }
      };

  @AfterEach
  void close() {
    workers.shutdownNow();
    scheduler.close();
  }

  @Test
  void every_call_gets_one_verdict_and_its_own_result() throws Exception {
    Device device =
        Device.on(Clock.system(), scheduler, workers)
            .workers(3)
            .listener(counting)
            .limits(new Limits(64, 1_000, 100, 5_000, 8))
            .build();
    AtomicInteger together = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Batcher<Integer, Integer> batcher =
        device.open(
            LaneFamily.<Integer, Integer>of(
                    "squares",
                    items -> {
                      most.accumulateAndGet(together.incrementAndGet(), Math::max);
                      try {
                        if (items.size() > 12) {
                          throw EdgewiseException.of(ErrorCode.NO_MODEL_MEMORY, "too many");
                        }
                        for (int item : items) {
                          if (item % 97 == 0) {
                            throw new IllegalStateException("poison " + item);
                          }
                        }
                        return items.stream().map(item -> item * item).toList();
                      } finally {
                        together.decrementAndGet();
                      }
                    })
                .idempotent(true)
                .key(item -> item % 3)
                .bytes(item -> item % 7)
                .fingerprint(item -> item)
                .build());
    List<Future<Integer>> callers = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      int seed = caller;
      callers.add(workers.submit(() -> calls(batcher, seed)));
    }
    int verdicts = 0;
    for (Future<Integer> caller : callers) {
      verdicts += caller.get();
    }
    assertThat(verdicts).isEqualTo(CALLERS * CALLS);
    // A caller has its answer before the listener hears of it: let the last workers end.
    workers.shutdown();
    assertThat(workers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(told.values().stream().mapToLong(AtomicLong::get).sum()).isEqualTo(CALLERS * CALLS);
    assertThat(most.get()).isLessThanOrEqualTo(3);
    assertThat(told.keySet()).contains("completed", "failed");
  }

  private static int calls(Batcher<Integer, Integer> batcher, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int verdicts = 0;
    for (int call = 0; call < CALLS; call++) {
      int item = random.nextInt(1, 2_000);
      boolean gone = random.nextInt(20) == 0;
      Terms terms =
          new Terms(
              random.nextInt(4) == 0
                  ? Clock.system().nanos() + random.nextLong(1, 3_000_000)
                  : Terms.NO_DEADLINE,
              random.nextInt(3),
              "tenant" + random.nextInt(3),
              () -> gone);
      Verdict<Integer> verdict =
          random.nextBoolean() ? batcher.call(item, terms) : batcher.submit(item, terms).join();
      verdicts++;
      switch (verdict) {
        case Verdict.Completed<Integer> completed -> {
          assertThat(completed.value()).isEqualTo(item * item);
          assertThat(item % 97).isNotZero();
        }
        case Verdict.Failed<Integer> failed ->
            assertThat(failed.error()).hasMessage("poison " + item);
        case Verdict.Cancelled<Integer> unused -> assertThat(gone).isTrue();
        case Verdict.Refused<Integer> refused -> assertThat(refused.words()).contains("squares");
      }
    }
    return verdicts;
  }
}

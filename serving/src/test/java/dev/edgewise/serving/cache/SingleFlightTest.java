package dev.edgewise.serving.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.spi.CallContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SingleFlightTest {
  static final Duration LONG = Duration.ofSeconds(50);

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final SingleFlight<String, String> flights =
      new SingleFlight<>(Thread.ofVirtual().factory());

  @AfterEach
  void close() {
    callers.shutdownNow();
  }

  static CallContext context(String decision, Duration left) {
    return context(decision, left, Clock.system());
  }

  private static CallContext context(String decision, Duration left, Clock clock) {
    return CallContext.of(
        "s/m",
        decision,
        Label.INTERNAL,
        TraceContext.begin(new Random(1)),
        Clock.system().nanos() + left.toNanos(),
        clock,
        () -> false);
  }

  /** Whoever asks what time it is waits until they may know. */
  private static Clock clockAfter(CountDownLatch allowed) {
    return new Clock() {
      @Override
      public long nanos() {
        try {
          allowed.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return Clock.system().nanos();
      }

      @Override
      public Instant now() {
        return Clock.system().now();
      }
    };
  }

  /** Waits until so many calls wait for a run. */
  static void awaitWaiting(SingleFlight<?, ?> flights, int count) {
    while (flights.waiting() < count) {
      Thread.onSpinWait();
    }
  }

  private Future<String> call(String key, CallContext context, SingleFlight.Work<String> work) {
    return callers.submit((Callable<String>) () -> flights.call(key, context, work));
  }

  @Test
  void a_hundred_that_ask_the_same_at_the_same_time_share_one_run() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    AtomicInteger kept = new AtomicInteger();
    List<Future<String>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(
          call(
              "k",
              context("d" + i, LONG),
              new SingleFlight.Work<>() {
                @Override
                public String run(CallContext context) throws Exception {
                  go.await();
                  return "run " + runs.incrementAndGet();
                }

                @Override
                public void keep(String result) {
                  kept.incrementAndGet();
                }
              }));
    }
    awaitWaiting(flights, 100);
    go.countDown();
    for (Future<String> call : calls) {
      assertThat(call.get()).isEqualTo("run 1");
    }
    while (flights.underWay() > 0) {
      Thread.onSpinWait();
    }
    assertThat(kept).hasValue(1);
    assertThat(flights.call("k", context("d", LONG), context -> "another")).isEqualTo("another");
  }

  @Test
  void when_it_fails_all_fail_once_with_the_same_and_the_next_begins_anew() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    IllegalStateException broken = new IllegalStateException("broken");
    List<Future<String>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(
          call(
              "k",
              context("d" + i, LONG),
              context -> {
                runs.incrementAndGet();
                go.await();
                throw broken;
              }));
    }
    awaitWaiting(flights, 100);
    go.countDown();
    for (Future<String> call : calls) {
      assertThatThrownBy(call::get)
          .cause()
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isSameAs(broken);
    }
    assertThat(runs).hasValue(1);
    assertThat(flights.call("k", context("d", LONG), context -> "well")).isEqualTo("well");
  }

  @Test
  void a_first_caller_that_goes_does_not_take_the_run_with_it() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    SingleFlight.Work<String> work =
        context -> {
          begun.countDown();
          go.await();
          return context.isCancelled() ? "cancelled" : "done";
        };
    Future<String> first = call("k", context("first", LONG), work);
    begun.await();
    Future<String> second = call("k", context("second", LONG), work);
    awaitWaiting(flights, 2);
    first.cancel(true);
    while (flights.waiting() > 1) {
      Thread.onSpinWait();
    }
    go.countDown();
    assertThat(second.get()).isEqualTo("done");
  }

  @Test
  void when_all_have_gone_the_run_is_interrupted_and_nothing_is_kept() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    AtomicInteger kept = new AtomicInteger();
    SingleFlight.Work<String> work =
        new SingleFlight.Work<>() {
          @Override
          public String run(CallContext context) {
            begun.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException _) {
              interrupted.complete(context.isCancelled());
            }
            // A body that makes something of its interrupt.
            return "half";
          }

          @Override
          public void keep(String result) {
            kept.incrementAndGet();
          }

          @Override
          public void after(String result) {
            kept.incrementAndGet();
          }
        };
    Future<String> first = call("k", context("first", LONG), work);
    Future<String> second = call("k", context("second", LONG), work);
    awaitWaiting(flights, 2);
    first.cancel(true);
    second.cancel(true);
    assertThat(interrupted.get()).isTrue();
    assertThat(flights.call("k", context("third", LONG), context -> "whole")).isEqualTo("whole");
    assertThat(kept).hasValue(0);
  }

  @Test
  void each_waits_no_longer_than_its_own_time_and_the_run_has_the_longest() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Duration> left = new CompletableFuture<>();
    CompletableFuture<String> begun = new CompletableFuture<>();
    SingleFlight.Work<String> work =
        context -> {
          begun.complete("");
          go.await();
          left.complete(context.timeLeft());
          return "done";
        };
    // Its time is over only when the other has joined, however long that takes here.
    CountDownLatch joined = new CountDownLatch(1);
    Future<String> hasty =
        call("k", context("hasty", Duration.ofMillis(200), clockAfter(joined)), work);
    begun.get();
    Future<String> patient = call("k", context("patient", LONG), work);
    awaitWaiting(flights, 2);
    joined.countDown();
    assertThatThrownBy(hasty::get)
        .cause()
        .isInstanceOf(EdgewiseException.class)
        .satisfies(e -> assertThat(((EdgewiseException) e).code()).isEqualTo(ErrorCode.EXPIRED));
    go.countDown();
    assertThat(patient.get()).isEqualTo("done");
    assertThat(left.get()).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void other_keys_are_other_runs_also_under_many_hands() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    Set<Future<String>> calls = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      String key = "k" + i % 7;
      calls.add(
          call(
              key,
              context("d" + i, LONG),
              context -> {
                runs.incrementAndGet();
                return key;
              }));
    }
    Map<String, Integer> answers = new java.util.HashMap<>();
    for (Future<String> call : calls) {
      answers.merge(call.get(20, TimeUnit.SECONDS), 1, Integer::sum);
    }
    assertThat(answers).hasSize(7);
    assertThat(answers.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(2_000);
    assertThat(runs.get()).isBetween(7, 2_000);
    assertThat(flights.waiting()).isZero();
  }
}

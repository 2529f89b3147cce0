package dev.edgewise.serving.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class NativeThreadsTest {
  private static final Clock CLOCK = Clock.system();
  private static final long LONG = TimeUnit.SECONDS.toNanos(60);

  private static long soon() {
    return CLOCK.nanos() + LONG;
  }

  @Test
  void native_code_that_blocks_for_long_stops_no_virtual_thread() throws Exception {
    int carriers = Runtime.getRuntime().availableProcessors();
    CountDownLatch within = new CountDownLatch(carriers);
    CountDownLatch until = new CountDownLatch(1);
    List<Future<Integer>> calls = new ArrayList<>();
    try (NativeThreads natives = new NativeThreads(carriers, CLOCK);
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4 * carriers; i++) {
        calls.add(
            virtual.submit(
                () ->
                    natives.run(
                        "m",
                        () -> {
                          new Pinned(within, until).run();
                          return 1;
                        },
                        soon())));
      }
      assertThat(within.await(60, TimeUnit.SECONDS)).isTrue();
      try {
        assertThat(virtual.submit(() -> "a probe's answer").get(60, TimeUnit.SECONDS)).isNotNull();
      } finally {
        until.countDown();
      }
      for (Future<Integer> call : calls) {
        assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo(1);
      }
    }
  }

  @Test
  void whoever_finds_no_thread_before_the_deadline_is_told_so_and_never_runs() throws Exception {
    CountDownLatch within = new CountDownLatch(1);
    CountDownLatch until = new CountDownLatch(1);
    try (NativeThreads natives = new NativeThreads(1, CLOCK);
        ExecutorService others = Executors.newSingleThreadExecutor()) {
      Future<Integer> first = others.submit(() -> natives.run("m", waiting(within, until), soon()));
      assertThat(within.await(60, TimeUnit.SECONDS)).isTrue();

      List<String> ran = new ArrayList<>();
      assertThatThrownBy(() -> natives.run("boots", () -> ran.add("late"), CLOCK.nanos()))
          .isInstanceOfSatisfying(
              EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXPIRED))
          .hasMessageContaining("boots");
      until.countDown();
      assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(natives.run("m", ran::size, soon())).isZero();
    }
  }

  @Test
  void what_has_begun_is_waited_for_though_its_caller_has_gone() throws Exception {
    CountDownLatch within = new CountDownLatch(1);
    CountDownLatch until = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    try (NativeThreads natives = new NativeThreads(1, CLOCK)) {
      Thread caller =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      int unused = natives.run("m", waiting(within, until), soon());
                      // It may have ended before the interrupt was looked at, which stays then.
                      if (Thread.currentThread().isInterrupted()) {
                        left.countDown();
                      }
                    } catch (InterruptedException _) {
                      left.countDown();
                    }
                  });
      assertThat(within.await(60, TimeUnit.SECONDS)).isTrue();
      caller.interrupt();
      assertThat(left.getCount()).isEqualTo(1);
      until.countDown();
      assertThat(left.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void what_the_work_throws_comes_out_as_it_is() {
    try (NativeThreads natives = new NativeThreads(1, CLOCK)) {
      EdgewiseException refusal = EdgewiseException.of(ErrorCode.UNKNOWN_PROMPT, "no");
      assertThatThrownBy(
              () ->
                  natives.run(
                      "m",
                      () -> {
                        throw refusal;
                      },
                      soon()))
          .isSameAs(refusal);
    }
  }

  private static java.util.function.Supplier<Integer> waiting(
      CountDownLatch within, CountDownLatch until) {
    return () -> {
      within.countDown();
      try {
        until.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return 1;
    };
  }
}

package dev.edgewise.serving.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.serving.allocation.Loadable.Loaded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AllocatorTest {
  private static final Clock CLOCK = Clock.system();

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final AtomicLong inMemory = new AtomicLong();
  private final Map<String, AtomicInteger> loading = new ConcurrentHashMap<>();
  private final AtomicInteger loads = new AtomicInteger();

  @AfterEach
  void end() {
    threads.close();
  }

  private Allocator<String> allocator(long budget, double guard) {
    return new Allocator<>(
        budget, new EvictionPolicy(guard), CLOCK, threads, AllocationListener.NONE);
  }

  private Loadable<String> model(String name, long bytes, long budget) {
    return new Loadable<>(
        name,
        name,
        bytes,
        () -> {
          AtomicInteger now = loading.computeIfAbsent(name, key -> new AtomicInteger());
          assertThat(now.incrementAndGet()).as("loads of " + name + " at once").isEqualTo(1);
          assertThat(inMemory.addAndGet(bytes)).isLessThanOrEqualTo(budget);
          loads.incrementAndGet();
          now.decrementAndGet();
          return new Loaded<>(name, bytes, () -> inMemory.addAndGet(-bytes));
        });
  }

  private static long in(Duration time) {
    return CLOCK.nanos() + time.toNanos();
  }

  private static void assertRefused(ErrorCode code, Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void many_callers_of_many_models_never_exceed_the_budget_nor_load_one_twice_at_once()
      throws Exception {
    Allocator<String> allocator = allocator(100, 0);
    List<Loadable<String>> models = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      models.add(model("m" + i, 20 + i, 100));
    }
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int caller = 0; caller < 16; caller++) {
        Random random = new Random(caller);
        all.add(
            callers.submit(
                () -> {
                  for (int call = 0; call < 200; call++) {
                    Loadable<String> model = models.get(random.nextInt(models.size()));
                    try (Hold<String> hold = allocator.acquire(model, in(Duration.ofSeconds(30)))) {
                      assertThat(hold.value()).isEqualTo(model.name());
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> caller : all) {
        caller.get();
      }
    }
    assertThat(allocator.usedBytes()).isLessThanOrEqualTo(100);
    allocator.close();
    threads.close();
    assertThat(inMemory).hasValue(0);
  }

  @Test
  void a_load_that_fails_is_tried_three_times_and_then_only_on_demand() {
    AtomicInteger tries = new AtomicInteger();
    Loadable<String> broken =
        new Loadable<>(
            "b",
            "b",
            1,
            () -> {
              tries.incrementAndGet();
              throw EdgewiseException.of(ErrorCode.BROKEN_MODEL, "garbled");
            });
    Allocator<String> allocator = allocator(10, 10);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> allocator.acquire(broken, in(Duration.ofSeconds(30))))
          .satisfies(e -> assertRefused(ErrorCode.BROKEN_MODEL, e));
    }
    assertThatThrownBy(() -> allocator.acquire(broken, in(Duration.ofSeconds(30))))
        .satisfies(e -> assertRefused(ErrorCode.MODEL_NOT_READY, e))
        .hasMessageContaining("garbled");
    assertThat(tries).hasValue(3);
    assertThatThrownBy(() -> allocator.load(broken, in(Duration.ofSeconds(30))))
        .satisfies(e -> assertRefused(ErrorCode.BROKEN_MODEL, e));
    assertThat(tries).hasValue(4);
    assertThat(allocator.status("b").word()).isEqualTo("failed");
  }

  @Test
  void what_an_operator_loaded_stays_and_what_he_unloaded_is_gone() throws Exception {
    Allocator<String> allocator = allocator(10, 0);
    Loadable<String> held = model("held", 10, 10);
    Loadable<String> other = model("other", 10, 10);
    allocator.load(held, in(Duration.ofSeconds(30)));
    assertThatThrownBy(() -> allocator.acquire(other, CLOCK.nanos()))
        .satisfies(e -> assertRefused(ErrorCode.OVERLOADED, e));
    allocator.unload(held);
    assertThatThrownBy(() -> allocator.acquire(held, in(Duration.ofSeconds(30))))
        .satisfies(e -> assertRefused(ErrorCode.MODEL_NOT_READY, e));
    allocator.acquire(other, in(Duration.ofSeconds(30))).close();
    assertThat(allocator.status("other").word()).isEqualTo("ready");
  }

  @Test
  void a_model_larger_than_the_budget_is_refused_with_both_sizes() {
    Allocator<String> allocator = allocator(10, 10);
    assertThatThrownBy(() -> allocator.acquire(model("m", 11, 10), in(Duration.ofSeconds(1))))
        .satisfies(e -> assertRefused(ErrorCode.NO_MODEL_MEMORY, e))
        .hasMessageContainingAll("11 bytes", "gives 10");
  }

  @Test
  void a_model_that_measures_more_than_was_thought_counts_with_what_it_measures() throws Exception {
    Allocator<String> allocator = allocator(10, 10);
    Loadable<String> grows = new Loadable<>("g", "g", 1, () -> new Loaded<>("g", 9, () -> {}));
    allocator.acquire(grows, in(Duration.ofSeconds(30))).close();
    assertThat(allocator.usedBytes()).isEqualTo(9);
    Loadable<String> tooLarge = new Loadable<>("t", "t", 1, () -> new Loaded<>("t", 11, () -> {}));
    assertThatThrownBy(() -> allocator.acquire(tooLarge, in(Duration.ofSeconds(30))))
        .satisfies(e -> assertRefused(ErrorCode.NO_MODEL_MEMORY, e));
  }
}

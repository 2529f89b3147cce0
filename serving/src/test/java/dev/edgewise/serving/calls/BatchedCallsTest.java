package dev.edgewise.serving.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.BatchRule;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.CallMerging;
import dev.edgewise.serving.batch.Device;
import dev.edgewise.serving.batch.LaneListener;
import dev.edgewise.serving.batch.LaneSnapshot;
import dev.edgewise.serving.batch.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls of one method from many threads, of which the first holds the body until all wait. */
final class BatchedCallsTest {
  private static final String GATE = "gate";

  private final Map<String, Integer> verdicts = new ConcurrentHashMap<>();
  private final BatchedCalls calls =
      BatchedCalls.open(
          Clock.system(),
          new LaneListener() {
            @Override
            public void answered(String family, Verdict<?> verdict) {
              verdicts.merge(verdict.label(), 1, Integer::sum);
            }
          });
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<List<String>> batches = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    gate.countDown();
    callers.shutdownNow();
    calls.close();
  }

  @Test
  void calls_that_wait_at_the_same_time_run_together_and_each_gets_its_own_results()
      throws Exception {
    CallMerging.Merged<String, String> merged = calls.open(contract(true, 32), this::shout);
    Future<List<String>> first = hold(merged);
    List<Future<List<String>>> others = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      others.add(call(merged, "a" + i, "b" + i));
    }
    await(10);
    gate.countDown();

    assertThat(first.get()).containsExactly("GATE");
    for (int i = 0; i < 5; i++) {
      assertThat(others.get(i).get()).containsExactly("A" + i, "B" + i);
    }
    assertThat(batches).hasSize(2);
    assertThat(batches.get(1)).hasSize(10);
    assertThat(verdicts).containsOnly(Map.entry("completed", 11));
  }

  @Test
  void a_batch_is_no_larger_than_its_rule_says() throws Exception {
    CallMerging.Merged<String, String> merged = calls.open(contract(true, 4), this::shout);
    Future<List<String>> first = hold(merged);
    Future<List<String>> many = call(merged, "a", "b", "c", "d", "e", "f", "g", "h", "i");
    await(9);
    gate.countDown();

    assertThat(first.get()).hasSize(1);
    assertThat(many.get()).containsExactly("A", "B", "C", "D", "E", "F", "G", "H", "I");
    assertThat(batches).allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(4));
  }

  @Test
  void what_one_item_makes_the_body_throw_belongs_to_its_caller_alone() throws Exception {
    CallMerging.Merged<String, String> merged = calls.open(contract(true, 32), this::shout);
    Future<List<String>> first = hold(merged);
    Future<List<String>> bad = call(merged, "poison");
    List<Future<List<String>>> good = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      good.add(call(merged, "a" + i));
    }
    await(8);
    gate.countDown();

    assertThat(first.get()).hasSize(1);
    assertThat(catchThrowable(bad::get).getCause())
        .isInstanceOfSatisfying(
            CallMerging.BodyThrew.class,
            e -> assertThat(e.thrown()).isInstanceOf(Sour.class).hasMessage("poison"));
    for (int i = 0; i < 7; i++) {
      assertThat(good.get(i).get()).containsExactly("A" + i);
    }
  }

  @Test
  void a_method_that_must_not_run_twice_fails_as_a_whole() throws Exception {
    CallMerging.Merged<String, String> merged = calls.open(contract(false, 32), this::shout);
    Future<List<String>> first = hold(merged);
    Future<List<String>> bad = call(merged, "poison");
    Future<List<String>> good = call(merged, "a");
    await(2);
    gate.countDown();

    assertThat(first.get()).hasSize(1);
    assertThat(catchThrowable(bad::get).getCause()).isInstanceOf(CallMerging.BodyThrew.class);
    assertThat(catchThrowable(good::get).getCause()).isInstanceOf(CallMerging.BodyThrew.class);
    assertThat(batches).hasSize(2);
  }

  @Test
  void items_of_other_lanes_do_not_run_together() throws Exception {
    CallMerging.Merged<String, String> merged = calls.open(contract(true, 32), this::shout);
    Future<List<String>> first = hold(merged);
    Future<List<String>> one = callers.submit(() -> merged.call(items("red", "a", "b")));
    Future<List<String>> other = callers.submit(() -> merged.call(items("blue", "c")));
    await(3);
    gate.countDown();

    assertThat(first.get()).hasSize(1);
    assertThat(one.get()).containsExactly("A", "B");
    assertThat(other.get()).containsExactly("C");
    assertThat(batches).containsExactlyInAnyOrder(List.of(GATE), List.of("a", "b"), List.of("c"));
  }

  @Test
  void a_body_that_gives_another_number_of_results_is_told_from_one_that_throws() {
    CallMerging.Merged<String, String> merged =
        calls.open(contract(true, 32), items -> List.of("one", "two", "three"));

    assertThatThrownBy(() -> merged.call(items("lane", "a")))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_BATCH));
  }

  @Test
  void the_items_of_a_caller_that_is_gone_do_not_run() throws Exception {
    CallMerging.Merged<String, String> merged = calls.open(contract(true, 32), this::shout);
    Future<List<String>> first = hold(merged);
    CountDownLatch left = new CountDownLatch(1);
    Future<?> gone =
        callers.submit(
            () -> {
              try {
                return merged.call(items("lane", "a", "b"));
              } finally {
                left.countDown();
              }
            });
    Future<List<String>> stays = call(merged, "c");
    await(3);
    gone.cancel(true);
    left.await();
    gate.countDown();

    assertThat(first.get()).hasSize(1);
    assertThat(stays.get()).containsExactly("C");
    assertThat(batches).containsExactly(List.of(GATE), List.of("c"));
  }

  @Test
  void methods_share_the_device_of_their_node_but_for_those_that_wait_elsewhere() throws Exception {
    try (SystemScheduler scheduler = SystemScheduler.create("node")) {
      Device device = Device.on(Clock.system(), scheduler, callers).build();
      BatchedCalls node = BatchedCalls.on(() -> device, Clock.system(), LaneListener.NONE);
      assertThat(node.open(contract(true, 8), this::shout).call(items("lane", "a", "b")))
          .containsExactly("A", "B");
      assertThat(device.lanes())
          .singleElement()
          .satisfies(lane -> assertThat(lane.family()).isEqualTo("shop.v1.Vision/shout"));
      assertThat(node.lanes()).isEmpty();
      assertThat(node.outlook("shop.v1.Vision/shout")).isPresent();
      assertThat(node.outlook("shop.v1.Vision/other")).isEmpty();

      assertThat(node.apart().open(contract(true, 8), this::shout).call(items("lane", "c")))
          .containsExactly("C");
      assertThat(node.lanes()).hasSize(1);
      node.close();
      device.close();
    }
  }

  @Test
  void tenants_share_a_lane_whoever_came_first() throws Exception {
    CallMerging.Merged<String, String> merged = calls.open(contract(true, 2), this::shout);
    Future<List<String>> first = hold(merged);
    Future<List<String>> many =
        callers.submit(() -> merged.call(itemsOf("greedy", "lane", "a", "b", "c")));
    await(3);
    Future<List<String>> one = callers.submit(() -> merged.call(itemsOf("modest", "lane", "d")));
    await(4);
    gate.countDown();
    assertThat(first.get()).hasSize(1);
    assertThat(many.get()).containsExactly("A", "B", "C");
    assertThat(one.get()).containsExactly("D");
    assertThat(batches).containsExactly(List.of(GATE), List.of("a", "d"), List.of("b", "c"));
  }

  @Test
  void hosts_find_it_as_a_service() {
    assertThat(ServiceLoader.load(CallMerging.Provider.class))
        .hasAtLeastOneElementOfType(BatchedCallsProvider.class);
  }

  /** Occupies the body until the gate opens. */
  private Future<List<String>> hold(CallMerging.Merged<String, String> merged) throws Exception {
    Future<List<String>> first = call(merged, GATE);
    held.await();
    return first;
  }

  private Future<List<String>> call(CallMerging.Merged<String, String> merged, String... values) {
    return callers.submit(() -> merged.call(items("lane", values)));
  }

  /** Until so many items wait, as the lanes themselves say. */
  private void await(int waiting) {
    while (calls.lanes().stream().mapToInt(LaneSnapshot::waiting).sum() != waiting) {
      Thread.onSpinWait();
    }
  }

  private List<String> shout(List<CallMerging.Item<String>> items) throws Exception {
    List<String> values = items.stream().map(CallMerging.Item::value).toList();
    batches.add(values);
    if (values.contains(GATE)) {
      held.countDown();
      gate.await();
    }
    if (values.contains("poison")) {
      throw new Sour("poison");
    }
    return values.stream().map(value -> value.toUpperCase(java.util.Locale.ROOT)).toList();
  }

  private static List<CallMerging.Item<String>> items(String lane, String... values) {
    return itemsOf("", lane, values);
  }

  private static List<CallMerging.Item<String>> itemsOf(
      String tenant, String lane, String... values) {
    CallContext context =
        CallContext.of(
            "shop.v1.Vision/shout",
            "d1",
            Label.INTERNAL,
            TraceContext.begin(new java.util.Random(1)),
            tenant,
            CacheControl.NONE,
            Clock.system().nanos() + Duration.ofMinutes(5).toNanos(),
            Clock.system(),
            () -> false);
    List<CallMerging.Item<String>> items = new ArrayList<>();
    for (String value : values) {
      items.add(new CallMerging.Item<>(value, lane, context));
    }
    return items;
  }

  private static MethodContract contract(boolean idempotent, int maxBatchSize) {
    return new MethodContract(
            "shop.v1.Vision",
            "shout",
            Tier.EDGE,
            Duration.ofSeconds(10),
            idempotent,
            Label.INTERNAL,
            Optional.empty())
        .inBatches(new BatchRule(maxBatchSize, Duration.ofMillis(100)));
  }

  private static final class Sour extends Exception {
    private static final long serialVersionUID = 1L;

    Sour(String message) {
      super(message);
    }
  }
}

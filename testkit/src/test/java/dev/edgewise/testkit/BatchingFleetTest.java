package dev.edgewise.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Placement;
import dev.edgewise.sdk.fleet.Selection;
import dev.edgewise.sdk.invoke.CallRecord;
import dev.edgewise.sdk.invoke.CallRequest;
import dev.edgewise.sdk.invoke.Invoker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Where calls go that nodes put together: the real client and router, on virtual time. */
final class BatchingFleetTest {
  private static final Set<String> METHODS = Set.of("test.Echo/near");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SimulatedFleet simulated = new SimulatedFleet();
  private final VirtualTime time = simulated.time();
  private final List<CompletableFuture<Outcome<String>>> calls = new ArrayList<>();

  /** A batch of n takes 5 + n ms there. */
  private SimulatedNode node(String name) {
    return simulated
        .edge(name, METHODS, 1, Duration.ofMillis(6))
        .batches(Duration.ofMillis(5), Duration.ofMillis(1), 32);
  }

  private Invoker caller() {
    return Invoker.start(
        simulated.surroundings(), Optional.empty(), List.of(), Selection.everything());
  }

  private void call(Invoker caller, Duration within) {
    calls.add(
        caller.invoke(
            new CallRequest<>(
                EchoMethods.NEAR, new Object[0], within, Label.INTERNAL, Optional.empty())));
  }

  /** Poisson arrivals, each from one of the callers. */
  private void load(List<Invoker> callers, double perSecond, Duration length, Duration within) {
    Random random = new Random(3);
    long left = length.toNanos();
    while (left > 0) {
      long gap = (long) (-Math.log(1 - random.nextDouble()) / perSecond * 1e9);
      time.pass(Duration.ofNanos(gap));
      left -= gap;
      call(callers.get(random.nextInt(callers.size())), within);
    }
    time.pass(SECOND);
  }

  private double completed() {
    long good =
        calls.stream()
            .filter(call -> call.isDone() && call.join() instanceof Outcome.Completed<String>)
            .count();
    return (double) good / calls.size();
  }

  private List<String> reasons() {
    return simulated.records().stream()
        .map(CallRecord::steps)
        .map(steps -> steps.get(0).decision().placement())
        .map(Placement::reason)
        .toList();
  }

  @Test
  void calls_gather_where_a_batch_forms_within_the_deadline() {
    node("a");
    node("b");
    List<Invoker> callers = List.of(caller());
    time.pass(SECOND);
    load(callers, 500, SECOND, Duration.ofMillis(100));
    assertThat(reasons()).anyMatch(reason -> reason.contains("; joins a batch of "));
    assertThat(completed()).isGreaterThan(0.99);
  }

  @Test
  void idle_nodes_run_a_call_at_once() {
    node("a");
    node("b");
    Invoker caller = caller();
    time.pass(SECOND);
    for (int i = 0; i < 20; i++) {
      call(caller, SECOND);
      time.pass(Duration.ofMillis(8));
      assertThat(calls.get(i)).as("call %s: 6 ms and 2 ms on the way", i).isDone();
      time.pass(Duration.ofMillis(92));
    }
  }

  @Test
  void a_cold_node_is_avoided_while_a_warm_one_is_in_time() {
    SimulatedNode cold = node("cold").cold(Duration.ofMillis(1_200));
    SimulatedNode warm = node("warm").oneWay(Duration.ofMillis(30));
    Invoker caller = caller();
    time.pass(SECOND);
    for (int i = 0; i < 10; i++) {
      call(caller, Duration.ofSeconds(5));
      time.pass(SECOND);
    }
    assertThat(warm.served()).isEqualTo(10);
    assertThat(cold.served()).isZero();
    assertThat(reasons().get(9)).contains("the model is cold there, 1.2 s to load");

    warm.crash();
    time.pass(SECOND);
    call(caller, Duration.ofSeconds(10));
    time.pass(Duration.ofSeconds(3));
    assertThat(cold.served()).isEqualTo(1);
    assertThat(reasons().get(10)).contains("; the model is cold, 1.2 s to load");
  }

  @Test
  void calls_do_not_all_run_to_the_same_batch() {
    List<SimulatedNode> nodes = List.of(node("a"), node("b"), node("c"), node("d"));
    List<Invoker> callers = List.of(caller());
    time.pass(SECOND);
    load(callers, 1_600, SECOND, Duration.ofMillis(100));
    assertThat(completed()).isGreaterThan(0.98);
    double each = calls.size() / 4.0;
    assertThat(nodes)
        .allSatisfy(node -> assertThat((double) node.served() / each).isBetween(0.4, 1.8));
  }
}

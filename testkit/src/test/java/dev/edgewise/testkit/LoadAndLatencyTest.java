package dev.edgewise.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Placement;
import dev.edgewise.core.Sighting;
import dev.edgewise.sdk.fleet.Selection;
import dev.edgewise.sdk.invoke.CallRecord;
import dev.edgewise.sdk.invoke.CallRequest;
import dev.edgewise.sdk.invoke.Invoker;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Where calls go when load and latency change: the real client and router, on virtual time. */
final class LoadAndLatencyTest {
  private static final Set<String> METHODS = Set.of("test.Echo/near", "test.Echo/heavy");
  private static final Duration SERVICE = Duration.ofMillis(10);

  private final List<CompletableFuture<Outcome<String>>> calls = new ArrayList<>();
  private final SimulatedFleet simulated = new SimulatedFleet();
  private final VirtualTime time = simulated.time();
  private final Invoker invoker =
      Invoker.start(simulated.surroundings(), Optional.empty(), List.of(), Selection.everything());

  private SimulatedNode edge(String name) {
    return simulated.edge(name, METHODS, 4, SERVICE);
  }

  /** Calls for a while; returns which share of them went to the node. */
  private double share(
      SimulatedNode node, MethodDefinition<String> method, double perSecond, Duration length) {
    int first = simulated.records().size();
    long gap = (long) (1e9 / perSecond);
    for (long at = 0; at < length.toNanos(); at += gap) {
      calls.add(call(method));
      time.pass(Duration.ofNanos(gap));
    }
    List<CallRecord> records = simulated.records();
    List<CallRecord> window = records.subList(first, records.size());
    return (double)
            window.stream().filter(record -> placed(record).equals(node.node().name())).count()
        / window.size();
  }

  private CompletableFuture<Outcome<String>> call(MethodDefinition<String> method) {
    return invoker.invoke(
        new CallRequest<>(
            method, new Object[0], Duration.ofSeconds(10), Label.INTERNAL, Optional.empty()));
  }

  private static String placed(CallRecord record) {
    return ((Placement.Run) record.steps().get(0).decision().placement()).node().name();
  }

  private String lastReason() {
    List<CallRecord> records = simulated.records();
    return records.get(records.size() - 1).steps().get(0).decision().placement().reason();
  }

  private void assertNoCallFailed() {
    assertThat(simulated.records())
        .extracting(call -> call.result().outcome())
        .containsOnly("completed");
  }

  private void settle() {
    time.pass(Duration.ofSeconds(1));
  }

  @Test
  void two_equal_idle_edges_share_the_calls_though_their_ways_differ_a_little() {
    SimulatedNode a = edge("a").oneWay(Duration.ofNanos(250_000)).service(Duration.ofMillis(2));
    edge("b").oneWay(Duration.ofNanos(600_000)).service(Duration.ofMillis(2));
    settle();
    assertThat(share(a, EchoMethods.NEAR, 20, Duration.ofSeconds(10))).isBetween(0.35, 0.65);
  }

  @Test
  void a_way_that_looked_long_while_everything_was_cold_does_not_keep_an_edge_idle() {
    edge("a");
    SimulatedNode b = edge("b").oneWay(Duration.ofMillis(100));
    settle();
    b.oneWay(Duration.ofMillis(1));
    time.pass(Duration.ofSeconds(5));
    assertThat(share(b, EchoMethods.NEAR, 50, Duration.ofSeconds(5))).isBetween(0.35, 0.65);
  }

  @Test
  void an_edge_with_a_queue_is_left_within_2_s_and_found_again_within_5_s() {
    SimulatedNode a = edge("a");
    SimulatedNode b = edge("b");
    settle();
    share(a, EchoMethods.NEAR, 50, Duration.ofSeconds(10));

    a.queue(Duration.ofMillis(200));
    share(b, EchoMethods.NEAR, 50, Duration.ofSeconds(2));
    assertThat(share(b, EchoMethods.NEAR, 50, Duration.ofSeconds(30))).isGreaterThanOrEqualTo(0.9);
    assertThat(lastReason()).matches("b: .* expected, a .*: queue 0 ms against 2\\d\\d ms.*");

    a.queue(Duration.ZERO);
    share(a, EchoMethods.NEAR, 50, Duration.ofSeconds(5));
    assertThat(share(a, EchoMethods.NEAR, 50, Duration.ofSeconds(5))).isBetween(0.35, 0.65);
  }

  @Test
  void a_longer_way_makes_a_share_fall() {
    SimulatedNode a = edge("a");
    SimulatedNode b = edge("b");
    settle();
    assertThat(share(a, EchoMethods.NEAR, 50, Duration.ofSeconds(10))).isBetween(0.35, 0.65);

    a.oneWay(Duration.ofMillis(41));
    share(b, EchoMethods.NEAR, 50, Duration.ofSeconds(2));

    assertThat(share(a, EchoMethods.NEAR, 50, Duration.ofSeconds(10))).isLessThan(0.1);
    assertThat(lastReason()).contains("round trip 2 ms against ");
  }

  @Test
  void a_cloud_method_goes_to_the_less_loaded_node_of_a_zone() {
    SimulatedNode busy = simulated.cloud("west1-a", "west1", METHODS, 4, SERVICE);
    SimulatedNode idle = simulated.cloud("west1-b", "west1", METHODS, 4, SERVICE);
    edge("edge");
    busy.queue(Duration.ofMillis(60));
    settle();

    assertThat(share(idle, EchoMethods.HEAVY, 50, Duration.ofSeconds(10)))
        .isGreaterThanOrEqualTo(0.9);
    assertThat(lastReason()).startsWith("west1-b").contains("queue 0 ms against");
  }

  @Test
  void the_near_edge_is_preferred_until_queueing_costs_more_than_the_way() {
    SimulatedNode near = edge("near");
    SimulatedNode far = edge("far").oneWay(Duration.ofMillis(31));
    settle();
    assertThat(share(near, EchoMethods.NEAR, 50, Duration.ofSeconds(5)))
        .isGreaterThanOrEqualTo(0.95);
    assertThat(lastReason()).contains("round trip 2 ms against 6");

    near.queue(Duration.ofMillis(2));
    share(near, EchoMethods.NEAR, 50, Duration.ofSeconds(2));
    assertThat(share(near, EchoMethods.NEAR, 50, Duration.ofSeconds(5)))
        .as("2 ms of queue cost less than 60 ms of way")
        .isGreaterThanOrEqualTo(0.9);

    near.queue(Duration.ofMillis(150));
    share(near, EchoMethods.NEAR, 50, Duration.ofSeconds(2));
    assertThat(share(far, EchoMethods.NEAR, 50, Duration.ofSeconds(5))).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void no_call_fails_while_the_orchestrator_is_away_and_after_it_is_back() {
    SimulatedNode a = edge("a");
    SimulatedNode b = edge("b");
    settle();
    simulated.orchestrator().goAway();
    share(a, EchoMethods.NEAR, 50, Duration.ofSeconds(15));
    b.crash();
    share(a, EchoMethods.NEAR, 50, Duration.ofSeconds(15));
    assertThat(invoker.fleet().orchestrator().orElseThrow().age().orElseThrow())
        .isGreaterThan(Duration.ofSeconds(29));

    simulated.orchestrator().back();
    share(a, EchoMethods.NEAR, 50, Duration.ofSeconds(5));

    assertNoCallFailed();
    assertThat(simulated.orchestrator().sightings())
        .filteredOn(sighting -> sighting.kind() == Sighting.Kind.REFUSED)
        .extracting(Sighting::node)
        .containsExactly("b");
    assertThat(
            simulated.orchestrator().traffic().stream()
                .flatMap(traffic -> traffic.methods().stream())
                .mapToLong(method -> method.completed())
                .sum())
        .as("what calls came to meanwhile is told later")
        .isGreaterThanOrEqualTo(34 * 50);
  }

  @Test
  void a_crash_is_noticed_at_once_and_silence_within_4_s() {
    SimulatedNode crashes = edge("a");
    SimulatedNode stops = edge("b");
    SimulatedNode stays = edge("c");
    settle();
    share(stays, EchoMethods.NEAR, 50, Duration.ofSeconds(2));

    crashes.crash();
    assertThat(share(crashes, EchoMethods.NEAR, 50, Duration.ofSeconds(1))).isZero();

    stops.pause();
    share(stays, EchoMethods.NEAR, 50, Duration.ofSeconds(4));
    assertThat(share(stops, EchoMethods.NEAR, 50, Duration.ofSeconds(2))).isZero();
    assertThat(invoker.fleet().statuses())
        .extracting(status -> status.liveness())
        .containsExactly(Liveness.DEAD, Liveness.SUSPECT, Liveness.ALIVE);
    assertNoCallFailed();
  }

  @Test
  void a_node_that_only_the_orchestrator_has_lost_goes_on_getting_calls() {
    SimulatedNode a = edge("a");
    edge("b");
    settle();
    simulated.orchestrator().suspect(a);

    assertThat(share(a, EchoMethods.NEAR, 50, Duration.ofSeconds(5))).isBetween(0.35, 0.65);
    assertThat(invoker.fleet().statuses().get(0).liveness()).isEqualTo(Liveness.ISLANDED);
    assertThat(simulated.orchestrator().sightings())
        .allMatch(sighting -> sighting.kind() == Sighting.Kind.REACHED);
  }
}

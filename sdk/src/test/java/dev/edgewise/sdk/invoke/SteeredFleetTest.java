package dev.edgewise.sdk.invoke;

import static dev.edgewise.sdk.invoke.TestMethods.PLAIN;
import static dev.edgewise.sdk.invoke.TestMethods.encoded;
import static dev.edgewise.sdk.invoke.TestMethods.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Candidate;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import dev.edgewise.core.NodeStatus;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Sighting;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.sdk.fleet.Fleet;
import dev.edgewise.sdk.fleet.Selection;
import dev.edgewise.sdk.fleet.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Stories of clients that learn their fleet from an orchestrator, on virtual time. */
final class SteeredFleetTest {
  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final ScriptedFeed feed = new ScriptedFeed();
  private final ListedCalls log = new ListedCalls();
  private final List<CallRecord> records = log.records;
  private final List<CompletableFuture<Outcome<Double>>> calls = new ArrayList<>();
  private final Surroundings surroundings =
      new Surroundings(time, time, new Random(7), transport, log, Optional.of(feed));

  /** A client, and the fleet that it knows. */
  private record Client(Invoker invoker) {
    Fleet fleet() {
      return invoker.fleet();
    }

    CompletableFuture<Outcome<Double>> call(Duration allowed) {
      return invoker.invoke(
          new CallRequest<>(PLAIN, new Object[] {1.0}, allowed, Label.INTERNAL, Optional.empty()));
    }

    CompletableFuture<Outcome<Double>> call() {
      return call(Duration.ofSeconds(1));
    }

    NodeStatus status(String name) {
      return fleet().statuses().stream()
          .filter(status -> status.node().map(node -> node.name().equals(name)).orElse(false))
          .findFirst()
          .orElseThrow();
    }

    Liveness liveness(String name) {
      return status(name).liveness();
    }
  }

  private Client client(Selection selection, Target... targets) {
    return new Client(Invoker.start(surroundings, Optional.empty(), List.of(targets), selection));
  }

  private Client client() {
    return client(Selection.everything());
  }

  private ScriptedTransport.ScriptedNode edge(String name) {
    return transport.edge(name, name(PLAIN)).answers(encoded(42));
  }

  private static String nodeOf(CompletableFuture<Outcome<Double>> call) {
    return ((Outcome.Completed<Double>) call.join()).node().name();
  }

  private static String messageOf(CompletableFuture<Outcome<Double>> call) {
    return String.valueOf(((Outcome.Refused<Double>) call.join()).cause().getMessage());
  }

  @Test
  void a_call_before_the_first_view_waits_for_it() {
    edge("edge-1");
    Client client = client();
    feed.connects();
    var call = client.call(Duration.ofSeconds(10));
    time.passMillis(4_000);
    assertThat(call).as("the orchestrator settles").isNotDone();

    feed.says(ScriptedFeed.edge("edge-1"));
    time.passMillis(100);

    assertThat(nodeOf(call)).isEqualTo("edge-1");
  }

  @Test
  void an_orchestrator_that_cannot_be_reached_holds_calls_for_3_s_and_no_longer() {
    Client client = client();
    feed.goes("connection refused");
    var call = client.call(Duration.ofSeconds(30));
    time.passMillis(2_900);
    assertThat(call).isNotDone();
    time.passMillis(400);

    assertThat(messageOf(call))
        .contains("The orchestrator at orchestrator:7443 cannot be reached (connection refused)")
        .contains("edgewise up");
    assertThat(client.call()).as("later ones are refused at once").isDone();
    assertThat(client.fleet().orchestrator().orElseThrow().because())
        .isEqualTo("connection refused");

    edge("edge-1");
    feed.connects();
    var waits = client.call();
    feed.says(ScriptedFeed.edge("edge-1"));
    time.passMillis(100);
    assertThat(nodeOf(waits)).as("it has come after all").isEqualTo("edge-1");
  }

  @Test
  void names_that_are_not_registered_are_told_with_those_that_are() {
    edge("edge-1");
    Client client = client(new Selection(Set.of("nyc-edge01"), Set.of("west1"), false, false));
    feed.says(ScriptedFeed.edge("edge-1"), ScriptedFeed.cloud("c"));

    var call = client.call();

    assertThat(messageOf(call))
        .contains("Not registered: nyc-edge01, zone west1")
        .contains("Registered at the orchestrator at orchestrator:7443: edge-1, zone zone");
  }

  @Test
  void an_empty_fleet_says_what_to_start() {
    Client client = client();
    feed.says();
    assertThat(messageOf(client.call())).contains("No node is registered").contains("edge-agent");
  }

  @Test
  void a_refusal_of_the_protocol_is_what_calls_are_refused_with() {
    Client client = client();
    var waits = client.call();
    feed.refuses(ErrorCode.PROTOCOL_MISMATCH, "speaks version 2: upgrade this client");

    for (var call : List.of(waits, client.call())) {
      assertThat(call.join())
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.cause().code()).isEqualTo(ErrorCode.PROTOCOL_MISMATCH));
    }
  }

  @Test
  void nodes_come_and_go_with_the_view() {
    edge("edge-1");
    edge("edge-2");
    Client client = client();
    feed.says(ScriptedFeed.edge("edge-1"));
    time.passMillis(100);
    assertThat(client.fleet().statuses()).hasSize(1);

    feed.says(ScriptedFeed.edge("edge-2"));
    var call = client.call();
    time.passMillis(100);

    assertThat(nodeOf(call)).as("it waits until the new one is warm").isEqualTo("edge-2");
    assertThat(client.fleet().statuses()).hasSize(1);
  }

  @Test
  void calls_on_a_node_that_left_may_end_there() {
    ScriptedTransport.ScriptedNode leaving = edge("edge-1");
    leaving.takes = Duration.ofMillis(500);
    Client client = client();
    feed.says(ScriptedFeed.edge("edge-1"));
    time.passMillis(100);
    var call = client.call();
    time.passMillis(10);

    feed.says();
    assertThat(leaving.closed).isFalse();
    time.passMillis(600);

    assertThat(nodeOf(call)).isEqualTo("edge-1");
    assertThat(leaving.closed).isTrue();
  }

  @Test
  void a_link_to_a_node_that_left_is_not_kept_for_ever() {
    ScriptedTransport.ScriptedNode leaving = edge("edge-1").neverReplies();
    Client client = client();
    feed.says(ScriptedFeed.edge("edge-1"));
    time.passMillis(100);
    calls.add(client.call(Duration.ofSeconds(100)));
    feed.says();
    time.passMillis(31_000);
    assertThat(leaving.closed).isTrue();
  }

  @Test
  void a_node_that_the_orchestrator_lost_and_that_answers_here_is_islanded_and_used() {
    edge("edge-1");
    Client client = client();
    feed.says(ScriptedFeed.edge("edge-1"));
    time.passMillis(100);

    feed.says(ScriptedFeed.with(ScriptedFeed.edge("edge-1"), Liveness.SUSPECT));
    time.passMillis(1_100);

    assertThat(client.liveness("edge-1")).isEqualTo(Liveness.ISLANDED);
    assertThat(client.status("edge-1").detail()).contains("answers here");
    var call = client.call();
    time.passMillis(100);
    assertThat(nodeOf(call)).isEqualTo("edge-1");
    assertThat(feed.lastSightingOf("edge-1")).isEqualTo(Sighting.Kind.REACHED);

    feed.says(ScriptedFeed.edge("edge-1"));
    assertThat(client.liveness("edge-1")).isEqualTo(Liveness.ALIVE);
  }

  @Test
  void own_evidence_counts_for_more_than_the_view() {
    ScriptedTransport.ScriptedNode dies = edge("edge-1");
    ScriptedTransport.ScriptedNode stops = edge("edge-2");
    Client client = client();
    feed.says(ScriptedFeed.edge("edge-1"), ScriptedFeed.edge("edge-2"));
    time.passMillis(1_100);

    dies.crash();
    stops.silent = true;
    int told = feed.sightings.size();
    assertThat(feed.lastSightingOf("edge-1"))
        .as("told at once")
        .isNotEqualTo(Sighting.Kind.REACHED);
    time.passMillis(4_000);
    feed.says(ScriptedFeed.edge("edge-1"), ScriptedFeed.edge("edge-2"));

    assertThat(client.liveness("edge-1")).isEqualTo(Liveness.DEAD);
    assertThat(client.liveness("edge-2")).isEqualTo(Liveness.SUSPECT);
    assertThat(feed.sightings).hasSizeGreaterThan(told);
    assertThat(feed.lastSightingOf("edge-1")).isEqualTo(Sighting.Kind.REFUSED);
    assertThat(feed.lastSightingOf("edge-2")).isEqualTo(Sighting.Kind.SILENT);
  }

  @Test
  void the_view_outlives_the_orchestrator() {
    edge("edge-1");
    Client client = client();
    feed.says(ScriptedFeed.edge("edge-1"));
    time.passMillis(100);
    feed.goes("silent for 3 s");
    time.passMillis(60_000);

    var call = client.call();
    time.passMillis(100);

    assertThat(nodeOf(call)).isEqualTo("edge-1");
    var status = client.fleet().orchestrator().orElseThrow();
    assertThat(status.connected()).isFalse();
    assertThat(status.because()).isEqualTo("silent for 3 s");
    assertThat(status.age().orElseThrow()).isGreaterThan(Duration.ofSeconds(60));
    assertThat(status.version()).hasValue(1);
  }

  @Test
  void a_node_that_drains_in_the_view_gets_no_new_call() {
    ScriptedTransport.ScriptedNode draining = edge("edge-1");
    edge("edge-2");
    Client client = client();
    feed.says(ScriptedFeed.edge("edge-1"), ScriptedFeed.edge("edge-2"));
    time.passMillis(100);

    feed.says(ScriptedFeed.draining(ScriptedFeed.edge("edge-1")), ScriptedFeed.edge("edge-2"));
    for (int i = 0; i < 5; i++) {
      var call = client.call();
      time.passMillis(100);
      assertThat(nodeOf(call)).isEqualTo("edge-2");
    }

    assertThat(draining.received).isEmpty();
    assertThat(client.status("edge-1").draining()).isTrue();
  }

  @Test
  void an_agent_that_was_started_elsewhere_gets_a_new_link() {
    Node node = new Node("edge-1", Tier.EDGE, new Site("nyc", Trust.OWN));
    ScriptedTransport.ScriptedNode old = transport.at("old:1", node, name(PLAIN));
    transport.at("new:1", node, name(PLAIN)).answers(encoded(1));
    Client client = client();
    feed.says(ScriptedFeed.node(node, "old:1"));
    time.passMillis(100);

    feed.says(ScriptedFeed.node(node, "new:1"));
    var call = client.call();
    time.passMillis(100);

    assertThat(nodeOf(call)).isEqualTo("edge-1");
    assertThat(old.received).isEmpty();
    assertThat(old.closed).isTrue();
    assertThat(client.status("edge-1").address()).isEqualTo("new:1");
  }

  @Test
  void a_node_that_was_named_by_address_is_used_there_and_only_once() {
    edge("edge-1");
    Client client = client(Selection.everything(), Target.edge("edge-1", "edge-1"));
    time.passMillis(100);
    feed.says(ScriptedFeed.draining(ScriptedFeed.edge("edge-1")));

    assertThat(client.fleet().statuses()).hasSize(1);
    assertThat(client.status("edge-1").draining()).as("what is registered counts").isTrue();
    feed.says();
    assertThat(client.status("edge-1").draining()).isFalse();
    assertThat(client.fleet().statuses()).hasSize(1);
  }

  @Test
  void only_what_was_named_is_used() {
    edge("edge-1");
    ScriptedTransport.ScriptedNode other = edge("edge-2");
    Client client = client(new Selection(Set.of("edge-1"), Set.of(), false, false));
    feed.says(
        ScriptedFeed.edge("edge-1"), ScriptedFeed.edge("edge-2"), ScriptedFeed.cloud("cloud-1"));
    time.passMillis(100);

    assertThat(client.fleet().statuses()).hasSize(1);
    assertThat(other.received).isEmpty();
  }

  @Test
  void loads_of_the_view_count_with_their_age_while_they_are_the_newest() {
    edge("edge-1");
    Client client = client();
    Load load = new Load(0, 0, 2, Duration.ofMillis(10), false, 0);
    feed.says(ScriptedFeed.edge("edge-1"));
    // The last probe is about 0.9 s old when the view brings something newer.
    time.passMillis(900);
    feed.says(ScriptedFeed.with(ScriptedFeed.edge("edge-1"), load, Duration.ofMillis(200)));
    calls.add(client.call());
    time.passMillis(20);
    // Once more after an older report.
    feed.says(ScriptedFeed.with(ScriptedFeed.edge("edge-1"), load, Duration.ofMillis(700)));
    calls.add(client.call());
    time.passMillis(20);

    assertThat(loadAge(0)).isBetween(Duration.ofMillis(199), Duration.ofMillis(201));
    assertThat(loadAge(1)).isLessThan(Duration.ofMillis(201));
  }

  private Duration loadAge(int record) {
    return ((Candidate.Scored) records.get(record).steps().get(0).decision().candidates().get(0))
        .score()
        .loadAge()
        .orElseThrow();
  }

  @Test
  void what_calls_came_to_is_told_each_second_and_at_the_end() {
    edge("edge-1");
    Client client = client();
    feed.says(ScriptedFeed.edge("edge-1"));
    time.passMillis(100);
    calls.add(client.call());
    time.passMillis(1_500);

    assertThat(feed.traffic)
        .singleElement()
        .matches(traffic -> traffic.methods().get(0).completed() == 1);

    feed.ready = false;
    calls.add(client.call());
    time.passMillis(5_000);
    assertThat(feed.traffic).as("nobody is there").hasSize(1);
    feed.ready = true;
    client.invoker().close();
    assertThat(feed.traffic).hasSize(2);
    assertThat(feed.traffic.get(1).period()).isGreaterThan(Duration.ofSeconds(4));
    assertThat(feed.closed).isTrue();
  }
}

package dev.edgewise.sdk.invoke;

import static dev.edgewise.sdk.invoke.TestMethods.ONCE;
import static dev.edgewise.sdk.invoke.TestMethods.PLAIN;
import static dev.edgewise.sdk.invoke.TestMethods.encoded;
import static dev.edgewise.sdk.invoke.TestMethods.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Node;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Quarantine;
import dev.edgewise.core.Quarantine.Stage;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.sdk.fleet.RegisteredNode;
import dev.edgewise.sdk.fleet.Selection;
import dev.edgewise.sdk.fleet.Traffic;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Stories of bodies that are broken on one node, on virtual time. */
final class BrokenBodyTest {
  private static final Reply BROKEN =
      new Reply.Failed(ErrorCode.BODY_FAILED, "its disk is full", Optional.empty());

  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final ScriptedFeed feed = new ScriptedFeed();
  private final ListedCalls log = new ListedCalls();
  private final Invoker invoker =
      Invoker.start(
          new Surroundings(time, time, new Random(7), transport, log, Optional.of(feed)),
          Optional.empty(),
          List.of(),
          Selection.everything());

  private ScriptedTransport.ScriptedNode edge(String name) {
    return transport.edge(name, name(PLAIN), name(ONCE)).answers(encoded(42));
  }

  private static RegisteredNode registered(String name, Quarantine... held) {
    return new RegisteredNode(
        new Node(name, Tier.EDGE, new Site(name, Trust.OWN)),
        name,
        1,
        Liveness.ALIVE,
        false,
        Set.of(name(PLAIN), name(ONCE)),
        List.of(),
        Optional.empty(),
        Duration.ZERO,
        List.of(held));
  }

  private CompletableFuture<Outcome<Double>> call(MethodDefinition<Double> method) {
    var outcome =
        invoker.invoke(
            new CallRequest<>(
                method,
                new Object[] {1.0},
                Duration.ofSeconds(1),
                Label.INTERNAL,
                Optional.empty()));
    time.passMillis(20);
    return outcome;
  }

  private void settles(RegisteredNode... nodes) {
    feed.says(nodes);
    time.passMillis(100);
  }

  private static String nodeOf(CompletableFuture<Outcome<Double>> call) {
    return ((Outcome.Completed<Double>) call.join()).node().name();
  }

  @Test
  void an_idempotent_call_is_sent_to_one_other_node() {
    edge("a").replies(BROKEN);
    edge("b");
    settles(registered("a"), registered("b"));

    assertThat(nodeOf(call(PLAIN))).isEqualTo("b");
    assertThat(log.records.get(0).steps()).hasSize(2);
    assertThat(log.records.get(0).steps().get(0).answer()).isEqualTo("failed");
  }

  @Test
  void any_other_call_fails_with_what_the_body_said() {
    edge("a").replies(BROKEN);
    edge("b");
    settles(registered("a"), registered("b"));

    assertThat(call(ONCE).join())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.cause().getMessage()).contains("its disk is full"));
    assertThat(log.records.get(0).steps()).hasSize(1);
  }

  @Test
  void where_it_is_broken_everywhere_two_nodes_are_asked_and_no_more() {
    var nodes =
        List.of(edge("a").replies(BROKEN), edge("b").replies(BROKEN), edge("c").replies(BROKEN));
    settles(registered("a"), registered("b"), registered("c"));

    assertThat(call(PLAIN).join())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.cause().code()).isEqualTo(ErrorCode.BODY_FAILED));
    assertThat(nodes.stream().mapToInt(node -> node.received.size()).sum()).isEqualTo(2);
  }

  @Test
  void where_no_other_node_is_left_the_call_fails_with_what_the_body_said() {
    edge("a").replies(BROKEN);
    settles(registered("a"));

    assertThat(call(PLAIN).join())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.cause().getMessage()).contains("its disk is full"));
  }

  @Test
  void when_the_deadline_comes_first_the_call_fails_with_what_the_body_said() {
    edge("a").replies(BROKEN);
    edge("b").neverReplies();
    settles(registered("a"), registered("b"));
    var outcome = call(PLAIN);
    time.passMillis(1_000);
    assertThat(outcome.join()).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void the_callers_mistakes_are_not_sent_elsewhere() {
    var a = edge("a");
    a.replies(new Reply.Failed(ErrorCode.BAD_REQUEST, "no such door", Optional.empty()));
    edge("b");
    settles(registered("a"), registered("b"));

    assertThat(call(PLAIN).join()).isInstanceOf(Outcome.Failed.class);
    assertThat(log.records.get(0).steps()).hasSize(1);
  }

  @Test
  void the_orchestrator_is_told_what_says_something_of_the_service_on_the_node() {
    edge("a").replies(BROKEN);
    edge("b");
    settles(registered("a"), registered("b"));
    assertThat(call(PLAIN)).isDone();
    assertThat(call(PLAIN)).isDone();
    transport
        .named("b")
        .replies(new Reply.Failed(ErrorCode.BAD_REQUEST, "no such door", Optional.empty()));
    assertThat(call(PLAIN)).isDone();
    time.passMillis(1_000);

    String service = PLAIN.contract().service();
    assertThat(feed.traffic.stream().flatMap(told -> told.attempts().stream()).toList())
        .containsExactlyInAnyOrder(
            new Traffic.Attempts("a", service, "", 0, Map.of("EW6006", 3)),
            new Traffic.Attempts("b", service, "", 2, Map.of()));
  }

  @Test
  void a_closed_service_gets_no_calls_there_until_the_orchestrator_says_otherwise() {
    edge("a");
    edge("b");
    Quarantine closed =
        new Quarantine(PLAIN.contract().service(), Stage.CLOSED, Optional.empty(), "it failed");
    settles(registered("a", closed), registered("b"));
    for (int i = 0; i < 10; i++) {
      assertThat(nodeOf(call(PLAIN))).isEqualTo("b");
    }
    settles(registered("a", closed));
    assertThat(nodeOf(call(PLAIN))).as("better than none").isEqualTo("a");
    settles(registered("a"), registered("b", closed));
    for (int i = 0; i < 10; i++) {
      assertThat(nodeOf(call(PLAIN))).isEqualTo("a");
    }
  }
}

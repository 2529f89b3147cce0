package dev.edgewise.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.Candidate;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Filter;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.rules.RuleEngine;
import dev.edgewise.core.rules.RuleReading;
import dev.edgewise.core.rules.RuleTrace;
import dev.edgewise.core.rules.RuleVerdict;
import dev.edgewise.sdk.fleet.Selection;
import dev.edgewise.sdk.invoke.CallRecord;
import dev.edgewise.sdk.invoke.CallRequest;
import dev.edgewise.sdk.invoke.Invoker;
import dev.edgewise.sdk.invoke.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Rules that an orchestrator has sent, obeyed by the real client, on virtual time. */
final class RulesOnTheWayTest {
  private static final Set<String> METHODS = Set.of("test.Echo/near");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SimulatedFleet simulated = new SimulatedFleet();
  private final VirtualTime time = simulated.time();
  private final RuleEngine engine = RuleEngine.find().orElseThrow();
  private final SimulatedNode shop = simulated.edge("shop-1", METHODS, 4, Duration.ofMillis(10));
  private final SimulatedNode attic = simulated.edge("attic-1", METHODS, 4, Duration.ofMillis(30));
  private final SimulatedNode zone =
      simulated.cloud("west1-a", "west1", METHODS, 4, Duration.ofMillis(5));

  private Invoker client(String rules) {
    RuleReading reading = engine.read("rules:\n" + rules, List.of(), false);
    assertThat(reading.problems()).isEmpty();
    simulated.orchestrator().rules(reading.book());
    List.of(shop, attic, zone).forEach(simulated.orchestrator()::register);
    Invoker invoker =
        Invoker.start(
            simulated.surroundings(), Optional.of("shop"), List.of(), Selection.everything());
    time.pass(SECOND);
    return invoker;
  }

  private Outcome<String> call(Invoker client, String tenant) {
    return call(client, tenant, Label.INTERNAL);
  }

  private Outcome<String> call(Invoker client, String tenant, Label label) {
    CompletableFuture<Outcome<String>> call =
        client.invoke(
            new CallRequest<>(
                EchoMethods.NEAR,
                new Object[0],
                SECOND,
                label,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Origin("", tenant),
                CacheControl.NONE,
                true));
    time.pass(SECOND);
    return call.join();
  }

  private CallRecord last() {
    List<CallRecord> records = simulated.records();
    return records.get(records.size() - 1);
  }

  private static String rule(String name, String when, String condition, String then) {
    return "  - {name: %s, applies: test.Echo/*, when: %s, if: '%s', then: %s}%n"
        .formatted(name, when, condition, then);
  }

  private static String node(Outcome<String> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    return ((Outcome.Completed<String>) outcome).node().name();
  }

  @Test
  void without_a_rule_that_is_met_nothing_changes() {
    Invoker client = client(rule("other", "before", "tenant == \"b\"", "{refuse: Not you.}"));
    assertThat(node(call(client, "a"))).isEqualTo("shop-1");
    assertThat(last().rules()).hasSize(1);
    assertThat(last().rules().get(0).verdict().kind()).isEqualTo(RuleVerdict.Kind.NOTHING);
    assertThat(last().isNotable()).isFalse();
  }

  @Test
  void a_refused_call_is_not_sent_and_says_which_rule_and_why() {
    Invoker client = client(rule("not-b", "before", "tenant == \"b\"", "{refuse: Not you.}"));
    Outcome<String> outcome = call(client, "b");
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused<String>) outcome).cause().code())
        .isEqualTo(ErrorCode.RULE_REFUSED);
    assertThat(((Outcome.Refused<String>) outcome).cause())
        .hasMessageContaining("test.Echo/near was not sent: rule not-b: Not you.");
    assertThat(shop.served() + attic.served() + zone.served()).isZero();
    assertThat(last().isNotable()).isTrue();
  }

  @Test
  void a_route_takes_nodes_out_with_its_reason() {
    Invoker client =
        client(
            rule(
                "b-upstairs",
                "before",
                "tenant == \"b\"",
                "{route: {only: node.name.startsWith(\"attic\")}}"));
    assertThat(node(call(client, "b"))).isEqualTo("attic-1");
    assertThat(last().steps().get(0).decision().candidates())
        .filteredOn(candidate -> candidate instanceof Candidate.Removed)
        .extracting(candidate -> ((Candidate.Removed) candidate).filter())
        .containsOnly(Filter.RULE)
        .hasSize(2);
    assertThat(node(call(client, "a"))).isEqualTo("shop-1");
  }

  @Test
  void a_route_that_leaves_no_node_refuses_by_its_rule() {
    Invoker client =
        client(
            rule("nowhere", "before", "tenant == \"b\"", "{route: {only: node.name == \"none\"}}"));
    Outcome<String> outcome = call(client, "b");
    assertThat(((Outcome.Refused<String>) outcome).cause().code())
        .isEqualTo(ErrorCode.RULE_REFUSED);
    assertThat(((Outcome.Refused<String>) outcome).cause())
        .hasMessageContaining("rule nowhere wants only nodes with node.name == \"none\"");
  }

  @Test
  void a_weight_turns_the_choice_within_a_tier() {
    Invoker client =
        client(
            rule(
                "spare-the-shop",
                "before",
                "size < 100",
                "{route: {weight: node.name == \"shop-1\", factor: 20}}"));
    assertThat(node(call(client, "a"))).isEqualTo("attic-1");
  }

  @Test
  void escalation_before_the_call_goes_to_the_cloud_and_without_one_where_it_can() {
    Invoker client = client(rule("heavy", "before", "tenant == \"b\"", "escalate"));
    assertThat(node(call(client, "b"))).isEqualTo("west1-a");
    simulated.orchestrator().deregister(zone);
    time.pass(SECOND);
    assertThat(node(call(client, "b"))).isEqualTo("shop-1");
  }

  @Test
  void an_answer_is_escalated_and_counts_as_the_clouds() {
    Invoker client =
        client(rule("unsure", "after", "node.tier == \"edge\" && answerSize < 10", "escalate"));
    Outcome<String> outcome = call(client, "a");
    assertThat(node(outcome)).isEqualTo("west1-a");
    assertThat(((Outcome.Completed<String>) outcome).escalation())
        .isInstanceOf(Escalation.Escalated.class);
    assertThat(last().rules()).hasSize(2);
  }

  @Test
  void an_escalated_answer_stands_when_there_is_no_cloud() {
    Invoker client = client(rule("unsure", "after", "node.tier == \"edge\"", "escalate"));
    simulated.orchestrator().deregister(zone);
    time.pass(SECOND);
    Outcome<String> outcome = call(client, "a");
    assertThat(node(outcome)).isEqualTo("shop-1");
    assertThat(((Outcome.Completed<String>) outcome).escalation())
        .isInstanceOf(Escalation.Kept.class);
  }

  @Test
  void a_broken_answer_is_repaired_by_the_cloud_and_never_given_when_it_cannot_be() {
    Invoker client = client(rule("sum", "after", "node.tier == \"edge\"", "repair"));
    assertThat(node(call(client, "a"))).isEqualTo("west1-a");

    simulated.orchestrator().deregister(zone);
    time.pass(SECOND);
    Outcome<String> outcome = call(client, "a");
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed<String>) outcome).cause().code()).isEqualTo(ErrorCode.RULE_REFUSED);
    assertThat(((Outcome.Failed<String>) outcome).cause())
        .hasMessageContaining("is not given: it breaks rule sum; no cloud node could be asked");
  }

  @Test
  void what_the_cloud_answers_is_held_to_the_same_rule() {
    Invoker client = client(rule("sum", "after", "answerSize < 10", "repair"));
    Outcome<String> outcome = call(client, "a");
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(zone.served()).isEqualTo(1);
    assertThat(last().rules()).hasSize(2);
  }

  @Test
  void an_answer_that_is_refused_is_not_given() {
    Invoker client = client(rule("secret", "after", "tenant == \"b\"", "{refuse: Not for you.}"));
    Outcome<String> outcome = call(client, "b");
    assertThat(((Outcome.Failed<String>) outcome).cause().code()).isEqualTo(ErrorCode.RULE_REFUSED);
    assertThat(((Outcome.Failed<String>) outcome).cause()).hasMessageContaining("Not for you.");
    assertThat(node(call(client, "a"))).isIn("shop-1", "attic-1");
  }

  @Test
  void rules_that_change_are_obeyed_from_the_next_call_on() {
    Invoker client = client(rule("not-b", "before", "tenant == \"b\"", "{refuse: Not you.}"));
    simulated
        .orchestrator()
        .rules(
            engine
                .read(
                    "rules:\n" + rule("not-a", "before", "tenant == \"a\"", "{refuse: Not you.}"),
                    List.of(),
                    false)
                .book());
    assertThat(node(call(client, "b"))).isEqualTo("shop-1");
    assertThat(call(client, "a")).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void a_call_of_the_first_moment_waits_for_the_rules_too() {
    RuleReading reading =
        engine.read(
            "rules:\n" + rule("not-b", "before", "tenant == \"b\"", "{refuse: Not you.}"),
            List.of(),
            false);
    simulated.orchestrator().rules(reading.book());
    simulated.orchestrator().register(shop);
    Invoker invoker =
        Invoker.start(
            simulated.surroundings(), Optional.empty(), List.of(), Selection.everything());
    assertThat(call(invoker, "b")).isInstanceOf(Outcome.Refused.class);
    assertThat(shop.served()).isZero();
  }

  @Test
  void a_decision_is_replayed_from_its_record() {
    Invoker client =
        client(
            rule(
                    "b-upstairs",
                    "before",
                    "tenant == \"b\"",
                    "{route: {avoid: node.tier == \"cloud\"}}")
                + rule("unsure", "after", "node.name == \"shop-1\"", "escalate"));
    call(client, "b", Label.PUBLIC);
    for (RuleTrace trace : last().rules()) {
      RuleTrace again = engine.replay(trace);
      assertThat(again.verdict()).isEqualTo(trace.verdict());
      assertThat(again.nodes()).containsExactlyInAnyOrderElementsOf(trace.nodes());
    }
    assertThat(last().rules()).hasSize(2);
    assertThat(last().rules().get(0).nodes()).hasSize(3);
    assertThat(last().rules().get(0).nodes())
        .filteredOn(ruling -> !ruling.objection().isEmpty())
        .allSatisfy(ruling -> assertThat(ruling.node().tier()).isEqualTo(Tier.CLOUD))
        .hasSize(1);
  }
}

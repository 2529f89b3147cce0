package dev.edgewise.core.router;

import static dev.edgewise.core.router.Fleets.DETECT;
import static dev.edgewise.core.router.Fleets.START;
import static dev.edgewise.core.router.Fleets.call;
import static dev.edgewise.core.router.Fleets.edge;
import static dev.edgewise.core.router.Fleets.idle;
import static dev.edgewise.core.router.Fleets.ms;
import static dev.edgewise.core.router.Fleets.up;
import static dev.edgewise.core.router.Fleets.view;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.Candidate;
import dev.edgewise.core.Decision;
import dev.edgewise.core.Filter;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.NodeView;
import dev.edgewise.core.Placement;
import dev.edgewise.core.Quarantine;
import dev.edgewise.core.Quarantine.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Services that are under quarantine on a node get no calls there. */
final class QuarantineFilterTest {
  private static final MethodContract ONCE =
      new MethodContract(
          "shop.v1.Vision",
          "once",
          Tier.EDGE,
          Duration.ofSeconds(2),
          false,
          Label.INTERNAL,
          Optional.empty());
  private static final MethodContract OTHER =
      new MethodContract(
          "shop.v1.Clock",
          "now",
          Tier.EDGE,
          Duration.ofSeconds(2),
          true,
          Label.INTERNAL,
          Optional.empty());

  private final Estimates estimates = new Estimates(RouterSettings.DEFAULT);
  private final Router router = new Router(RouterSettings.DEFAULT, estimates);
  private long now = START;

  private static NodeView held(String name, Stage stage) {
    return new NodeView(
        edge(name),
        Liveness.ALIVE,
        false,
        Set.of(DETECT.fullName(), ONCE.fullName(), OTHER.fullName()),
        List.of(),
        List.of(
            new Quarantine(
                "shop.v1.Vision",
                stage,
                stage == Stage.CLOSED
                    ? Optional.of(Instant.parse("2026-11-30T12:04:10Z"))
                    : Optional.empty(),
                stage == Stage.ASKED
                    ? ""
                    : "14 of 20 calls failed with EW6006 (body failed), 0 % elsewhere")));
  }

  private Decision place(MethodContract method, Attempt attempt, NodeView... nodes) {
    return router.place(call(method, now), view(nodes), attempt, now);
  }

  private static Optional<String> node(Decision decision) {
    return decision.placement() instanceof Placement.Run run
        ? Optional.of(run.node().name())
        : Optional.empty();
  }

  private static String because(Decision decision, String node) {
    return decision.candidates().stream()
        .filter(candidate -> candidate.node().name().equals(node))
        .map(Candidate.Removed.class::cast)
        .filter(removed -> removed.filter() == Filter.QUARANTINED)
        .map(Candidate.Removed::because)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_closed_service_gets_no_calls_there_and_the_reason_says_why() {
    Decision decision = place(DETECT, Attempt.FIRST, held("a", Stage.CLOSED), up(edge("b")));

    assertThat(node(decision)).contains("b");
    assertThat(because(decision, "a"))
        .isEqualTo(
            "a: quarantined for Vision until 12:04:10 UTC: 14 of 20 calls failed with EW6006 (body"
                + " failed), 0 % elsewhere");
  }

  @Test
  void its_other_services_go_on() {
    assertThat(node(place(OTHER, Attempt.FIRST, held("a", Stage.CLOSED)))).contains("a");
  }

  @Test
  void when_no_other_node_is_left_it_is_called_all_the_same() {
    Attempt second = new Attempt(Optional.empty(), Set.of("b"));
    Decision decision = place(DETECT, second, held("a", Stage.CLOSED), up(edge("b")));

    assertThat(node(decision)).contains("a");
    assertThat(decision.placement().reason())
        .endsWith("its service is under quarantine, and no other node is left");
    assertThat(node(place(ONCE, Attempt.FIRST, held("a", Stage.TRIAL)))).contains("a");
    Attempt third = new Attempt(Optional.empty(), Set.of("a", "b"));
    assertThat(node(place(DETECT, third, held("a", Stage.CLOSED), up(edge("b")))))
        .as("nowhere twice")
        .isEmpty();
  }

  @Test
  void what_operators_ask_for_holds_also_when_no_other_node_is_left() {
    Decision decision = place(DETECT, Attempt.FIRST, held("a", Stage.ASKED));

    assertThat(node(decision)).isEmpty();
    assertThat(decision.placement().reason())
        .contains("a: quarantined for Vision by an operator")
        .contains("`edgewise node release`");
  }

  @Test
  void on_trial_it_takes_one_idempotent_call_a_second() {
    NodeView trial = held("a", Stage.TRIAL);
    NodeView well = new NodeView(edge("z"), Liveness.ALIVE, false, trial.methods(), List.of());
    NodeView[] nodes = {trial, well};
    learn("a", 1);
    learn("z", 50);
    now += Duration.ofSeconds(2).toNanos();
    assertThat(node(place(ONCE, Attempt.FIRST, nodes))).as("one that would be lost").contains("z");
    assertThat(node(place(DETECT, Attempt.FIRST, nodes))).contains("a");

    Estimates.InFlight flight = estimates.begin("a", DETECT, 0, now);
    now += ms(2).toNanos();
    flight.answered(new CallReport(idle(2, ms(1)), Duration.ZERO, ms(1)), 0, now);
    now += ms(997).toNanos();
    assertThat(node(place(DETECT, Attempt.FIRST, nodes))).contains("z");
    assertThat(because(place(DETECT, Attempt.FIRST, nodes), "a"))
        .startsWith("a: on trial for Vision after a quarantine: 14 of 20")
        .endsWith("of each client it takes one idempotent call a second");

    now += ms(1).toNanos();
    assertThat(node(place(DETECT, Attempt.FIRST, nodes))).contains("a");
  }

  @Test
  void a_body_that_does_nothing_but_throw_for_seconds_is_avoided_by_its_caller_too() {
    learn("a", 10);
    learn("b", 12);
    NodeView[] free = {up(edge("a")), up(edge("b"))};
    assertThat(node(place(DETECT, Attempt.FIRST, free))).contains("a");

    for (int i = 0; i < 6; i++) {
      estimates.begin("a", DETECT, 0, now).broke(Optional.of(idle(2, ms(10))), now + 1_000);
      assertThat(node(place(DETECT, Attempt.FIRST, free)))
          .as("the orchestrator hears of it first")
          .contains(i < 5 ? "a" : "b");
      now += ms(1_000).toNanos();
    }
    assertThat(node(place(DETECT, Attempt.FIRST, free))).contains("b");
    assertThat(place(DETECT, Attempt.FIRST, free).placement().reason())
        .contains("it has failed lately");
  }

  private void learn(String node, double service) {
    for (MethodContract method : List.of(DETECT, ONCE, Fleets.INDEX)) {
      place(method, Attempt.FIRST, up(edge(node)));
      estimates.probed(node, ms(1), idle(2, ms(service)), now);
      for (int i = 0; i < 40; i++) {
        Estimates.InFlight flight = estimates.begin(node, method, 0, now);
        now += ms(1 + service).toNanos();
        flight.answered(new CallReport(idle(2, ms(service)), Duration.ZERO, ms(service)), 0, now);
      }
    }
  }
}

package dev.edgewise.core.router;

import static dev.edgewise.core.router.Fleets.CASCADE;
import static dev.edgewise.core.router.Fleets.DETECT;
import static dev.edgewise.core.router.Fleets.START;
import static dev.edgewise.core.router.Fleets.at;
import static dev.edgewise.core.router.Fleets.call;
import static dev.edgewise.core.router.Fleets.cloud;
import static dev.edgewise.core.router.Fleets.draining;
import static dev.edgewise.core.router.Fleets.edge;
import static dev.edgewise.core.router.Fleets.idle;
import static dev.edgewise.core.router.Fleets.load;
import static dev.edgewise.core.router.Fleets.ms;
import static dev.edgewise.core.router.Fleets.state;
import static dev.edgewise.core.router.Fleets.up;
import static dev.edgewise.core.router.Fleets.view;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.Candidate;
import dev.edgewise.core.Decision;
import dev.edgewise.core.Filter;
import dev.edgewise.core.FleetView;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Load;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.NodeView;
import dev.edgewise.core.Placement;
import dev.edgewise.core.Trust;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Single decisions, and the words in which they are told. */
final class RouterTest {
  private final Estimates estimates = new Estimates(RouterSettings.DEFAULT);
  private final Router router = new Router(RouterSettings.DEFAULT, estimates);
  private long now = START;

  @Test
  void names_the_queue_when_the_queue_decides() {
    learn("nyc-edge01", 2, 10);
    learn("london-edge02", 2, 10);
    estimates.probed("london-edge02", ms(2), load(2, 2, 2, ms(10)), now);
    assertThat(reason(DETECT, up(edge("nyc-edge01")), up(edge("london-edge02"))))
        .isEqualTo("nyc-edge01: 12 ms expected, london-edge02 27 ms: queue 0 ms against 15 ms");
  }

  @Test
  void does_not_pass_over_that_a_little_more_is_expected_on_the_node_with_more_to_spare() {
    learn("nyc-edge01", 2, 10);
    learn("london-edge02", 2, 10);
    estimates.probed("nyc-edge01", ms(2), load(2, 1, 2, ms(10)), now);
    estimates.probed("london-edge02", ms(2), load(2, 7, 2, ms(2)), now);
    assertThat(reason(DETECT, up(edge("nyc-edge01")), up(edge("london-edge02"))))
        .isEqualTo(
            "nyc-edge01: 22 ms expected, london-edge02 20 ms, but more of its slots are taken");
  }

  @Test
  void names_the_way_when_the_way_decides() {
    learn("nyc-edge01", 2, 10);
    learn("london-edge02", 52, 10);
    assertThat(reason(DETECT, up(edge("london-edge02")), up(edge("nyc-edge01"))))
        .isEqualTo(
            "nyc-edge01: 12 ms expected, london-edge02 62 ms: round trip 2 ms against 52 ms");
  }

  @Test
  void names_the_service_time_when_the_machine_decides() {
    learn("nyc-edge01", 2, 10);
    learn("london-edge02", 2, 100);
    assertThat(reason(DETECT, up(edge("london-edge02")), up(edge("nyc-edge01"))))
        .contains("london-edge02")
        .contains("run time 13 ms against 104 ms");
  }

  @Test
  void names_the_failures_when_they_decide() {
    learn("nyc-edge01", 2, 10);
    learn("london-edge02", 2, 10);
    estimates.begin("london-edge02", DETECT, 100, now).failed(now);
    assertThat(reason(DETECT, up(edge("london-edge02")), up(edge("nyc-edge01"))))
        .startsWith("nyc-edge01: ")
        .contains("it has failed lately");
  }

  @Test
  void ties_go_to_the_less_busy_then_to_the_longer_unused_then_by_name() {
    NodeView[] fleet = {up(edge("b")), up(edge("a")), up(edge("c"))};
    List.of("a", "b", "c").forEach(node -> estimates.probed(node, ms(2), idle(8, ms(1)), now));
    now += Duration.ofMinutes(1).toNanos();
    List.of("a", "b", "c").forEach(node -> estimates.probed(node, ms(2), idle(8, ms(1)), now));
    Estimates.InFlight onA = chosen(DETECT, fleet, "a", "its name comes first");
    Estimates.InFlight onB = chosen(DETECT, fleet, "b", "its name comes first");
    Estimates.InFlight onC = chosen(DETECT, fleet, "c", "fewer of this caller's calls run there");
    onB.refused(Optional.empty(), now - Duration.ofSeconds(30).toNanos());
    onA.refused(Optional.empty(), now - Duration.ofSeconds(30).toNanos());
    onC.refused(Optional.empty(), now - Duration.ofSeconds(30).toNanos());
    List.of("a", "b", "c").forEach(node -> estimates.probed(node, ms(2), idle(8, ms(1)), now));
    chosen(DETECT, fleet, "a", "it was used longer ago");
  }

  @Test
  void says_when_the_tag_outweighs_a_faster_node() {
    learn("nyc-edge01", 2, 100);
    learn("west1-a", 10, 5);
    assertThat(reason(DETECT, up(edge("nyc-edge01")), up(cloud("west1-a"))))
        .startsWith("nyc-edge01: 104 ms expected; no other edge node may run this call")
        .contains("; west1-a would need 15 ms, but the method prefers the edge");
    assertThat(reason(CASCADE, up(edge("nyc-edge01")), up(cloud("west1-a"))))
        .startsWith("nyc-edge01: ");
  }

  @Test
  void leaves_the_tag_when_the_deadline_does_and_says_so() {
    learn("nyc-edge01", 2, 500);
    learn("west1-a", 10, 5);
    Invocation hurried =
        call(DETECT, 100, Label.INTERNAL, Optional.empty(), now + ms(300).toNanos());
    Decision decision =
        router.place(
            hurried, view(up(edge("nyc-edge01")), up(cloud("west1-a"))), Attempt.FIRST, now);
    assertThat(decision.placement().reason())
        .isEqualTo(
            "west1-a: 15 ms expected; the preferred tier is left: nyc-edge01 would need 524 ms,"
                + " and 300 ms are left");
  }

  @Test
  void sends_to_the_soonest_when_nobody_can_make_it() {
    learn("west1-a", 10, 30);
    learn("nyc-edge01", 2, 60);
    Invocation late = call(DETECT, 100, Label.INTERNAL, Optional.empty(), now + ms(30).toNanos());
    Decision decision =
        router.place(late, view(up(edge("nyc-edge01")), up(cloud("west1-a"))), Attempt.FIRST, now);
    assertThat(decision.placement().reason())
        .startsWith("west1-a: 4")
        .contains("nobody is sure to finish in time, this node soonest");
  }

  @Test
  void a_cascade_starts_at_the_edge_or_goes_straight_to_the_cloud() {
    NodeView[] fleet = {up(edge("nyc-edge01")), up(cloud("west1-a"))};
    learn("nyc-edge01", 2, 50, CASCADE);
    learn("west1-a", 10, 5, CASCADE);
    assertThat(reason(CASCADE, fleet))
        .startsWith("nyc-edge01: 53 ms")
        .contains("the cascade starts at the edge");
    Invocation hurried =
        call(CASCADE, 100, Label.INTERNAL, Optional.empty(), now + ms(40).toNanos());
    assertThat(router.place(hurried, view(fleet), Attempt.FIRST, now).placement().reason())
        .startsWith("west1-a: 15 ms")
        .contains("the cascade goes straight to the cloud: nyc-edge01 would need 53 ms");
    Attempt second = new Attempt(Optional.of(Tier.CLOUD), Set.of("nyc-edge01"));
    assertThat(router.place(call(CASCADE, now), view(fleet), second, now).placement().reason())
        .isEqualTo(
            "west1-a: 15 ms expected; no other node may run this call, which is bound to the cloud"
                + " tier");
  }

  @Test
  void every_filter_says_what_it_removed_in_its_order() {
    FleetView fleet =
        view(
            new NodeView(edge("a"), Liveness.DEAD, true, Set.of()),
            state(cloud("b"), Liveness.DEAD),
            state(at("c", Tier.EDGE, Trust.SHARED), Liveness.DEAD),
            state(edge("d"), Liveness.SUSPECT),
            draining(edge("e")),
            up(edge("f")));
    Attempt attempt = new Attempt(Optional.of(Tier.EDGE), Set.of("a", "b", "c", "d", "e", "f"));
    Decision decision = router.place(call(DETECT, now), fleet, attempt, now);
    assertThat(removals(decision))
        .containsExactly(
            Filter.NOT_OFFERED,
            Filter.OTHER_TIER,
            Filter.LABEL,
            Filter.UNREACHABLE,
            Filter.DRAINING,
            Filter.ALREADY_TRIED);
    assertThat(decision.placement().reason())
        .startsWith("no node may run shop.v1.Vision/detect: ")
        .contains("b: the call is bound to the edge tier; the node is cloud")
        .contains(
            "c: label internal is allowed only at own and trusted sites; site site-c is shared")
        .contains("d: it has not answered for a while (suspect)")
        .contains("e: takes no new calls, because it is stopping")
        .contains("f: this call was sent there before")
        .contains("not offered by a");
  }

  @Test
  void confidential_data_stays_at_own_sites_and_trusted_zones() {
    FleetView fleet =
        view(
            up(at("own-edge", Tier.EDGE, Trust.OWN)),
            up(at("trusted-edge", Tier.EDGE, Trust.TRUSTED)),
            up(at("trusted-zone", Tier.CLOUD, Trust.TRUSTED)),
            up(at("shared-zone", Tier.CLOUD, Trust.SHARED)));
    Decision decision = place(Label.CONFIDENTIAL, Optional.empty(), fleet);
    assertThat(scored(decision)).containsExactlyInAnyOrder("own-edge", "trusted-zone");
    assertThat(because(decision))
        .containsExactlyInAnyOrder(
            "trusted-edge: label confidential is allowed only at own sites and trusted zones; site"
                + " site-trusted-edge is trusted, but not a zone",
            "shared-zone: label confidential is allowed only at own sites and trusted zones; site"
                + " site-shared-zone is shared");
    assertThat(scored(place(Label.INTERNAL, Optional.empty(), fleet))).hasSize(3);
    assertThat(scored(place(Label.PUBLIC, Optional.empty(), fleet))).hasSize(4);
  }

  @Test
  void local_data_stays_at_the_callers_site_and_is_refused_without_one() {
    FleetView fleet = view(up(edge("a")), up(edge("b")));
    assertThat(scored(place(Label.LOCAL_ONLY, Optional.of("site-b"), fleet))).containsExactly("b");
    Decision unknown = place(Label.LOCAL_ONLY, Optional.empty(), fleet);
    assertThat(unknown.placement()).isInstanceOf(Placement.Refuse.class);
    assertThat(unknown.placement().reason())
        .contains("set the caller's site with Edgewise.builder().site(…)");
  }

  @Test
  void an_unknown_method_is_refused_with_the_nodes_that_are_registered() {
    NodeView[] many =
        IntStream.range(0, 30)
            .mapToObj(i -> new NodeView(edge("node-" + i), Liveness.ALIVE, false, Set.of()))
            .toArray(NodeView[]::new);
    assertThat(router.place(call(DETECT, now), view(many), Attempt.FIRST, now).placement().reason())
        .startsWith("no node offers shop.v1.Vision/detect. Registered: node-0, node-1, ")
        .contains(" and 22 more")
        .contains("Start an agent whose --services");
    assertThat(router.place(call(DETECT, now), view(), Attempt.FIRST, now).placement().reason())
        .contains("no node is registered");
  }

  @Test
  void a_refusal_is_short_however_long_the_names_are() {
    MethodContract endless = Fleets.method("m".repeat(50_000), Tier.EDGE, Optional.empty());
    NodeView[] many =
        IntStream.range(0, 200)
            .mapToObj(i -> state(edge("n".repeat(50) + i), Liveness.DEAD))
            .toArray(NodeView[]::new);
    assertThat(
            router
                .place(call(endless, now), view(many), Attempt.FIRST, now)
                .placement()
                .reason()
                .length())
        .isLessThan(1_501);
    assertThat(router.place(call(DETECT, now), view(many), Attempt.FIRST, now).placement().reason())
        .contains("(and 192 more for the same rule)");
  }

  @Test
  void a_node_that_reports_that_it_drains_gets_nothing_though_the_view_is_older() {
    estimates.probed("nyc-edge01", ms(1), new Load(0, 0, 2, ms(1), true, 1), now);
    Decision decision =
        router.place(call(DETECT, now), view(up(edge("nyc-edge01"))), Attempt.FIRST, now);
    assertThat(removals(decision)).containsExactly(Filter.DRAINING);
  }

  @Test
  void a_score_tells_how_old_its_evidence_is() {
    learn("nyc-edge01", 2, 10);
    now += Duration.ofSeconds(3).toNanos();
    Decision decision =
        router.place(
            call(DETECT, now), view(up(edge("nyc-edge01")), up(edge("new"))), Attempt.FIRST, now);
    for (Candidate candidate : decision.candidates()) {
      Candidate.Scored scored = (Candidate.Scored) candidate;
      if (scored.node().name().equals("new")) {
        assertThat(scored.score().loadAge()).isEmpty();
        assertThat(scored.score().linkAge()).isEmpty();
        assertThat(scored.score().samples()).isZero();
      } else {
        assertThat(scored.score().loadAge())
            .hasValueSatisfying(age -> assertThat(age).isBetween(ms(3_000), ms(3_030)));
        assertThat(scored.score().linkAge()).contains(ms(3_000));
        assertThat(scored.score().samples()).isEqualTo(20);
      }
    }
    assertThat(decision.viewVersion()).isEqualTo(7);
  }

  @Test
  void only_the_first_ending_of_a_call_counts() {
    learn("nyc-edge01", 2, 10);
    Estimates.InFlight flight = estimates.begin("nyc-edge01", DETECT, 100, now);
    flight.refused(Optional.of(idle(2, ms(10))), now);
    for (int i = 0; i < 10; i++) {
      flight.failed(now);
      flight.abandoned(now + Duration.ofSeconds(100).toNanos());
    }
    now += Duration.ofSeconds(2).toNanos();
    estimates.probed("nyc-edge01", ms(2), idle(2, ms(10)), now);
    assertThat(reason(DETECT, up(edge("nyc-edge01")))).startsWith("nyc-edge01: 12 ms expected");
  }

  @Test
  void a_new_life_of_an_agent_starts_without_the_sins_of_the_old_one() {
    learn("nyc-edge01", 2, 10);
    learn("london-edge02", 40, 10);
    Estimates.InFlight old = estimates.begin("nyc-edge01", DETECT, 100, now);
    for (int i = 0; i < 3; i++) {
      estimates.begin("nyc-edge01", DETECT, 100, now).failed(now);
    }
    NodeView[] fleet = {up(edge("nyc-edge01")), up(edge("london-edge02"))};
    assertThat(reason(DETECT, fleet)).startsWith("london-edge02");
    estimates.probed("nyc-edge01", ms(2), new Load(0, 0, 2, ms(10), false, 2), now);
    old.failed(now);
    assertThat(reason(DETECT, fleet)).startsWith("nyc-edge01");
    estimates.begin("nyc-edge01", DETECT, 100, now).failed(now);
    estimates.forget("nyc-edge01");
    estimates.probed("nyc-edge01", ms(2), new Load(0, 0, 2, ms(10), false, 3), now);
    assertThat(reason(DETECT, fleet)).startsWith("nyc-edge01");
  }

  @Test
  void silence_of_a_node_counts_before_any_call_there_has_ended() {
    learn("nyc-edge01", 2, 10);
    learn("london-edge02", 20, 10);
    NodeView[] fleet = {up(edge("nyc-edge01")), up(edge("london-edge02"))};
    now += Duration.ofMinutes(1).toNanos();
    // With eight slots, a call in flight is no queue: only its age can speak against the node.
    estimates.probed("nyc-edge01", ms(2), idle(8, ms(10)), now);
    estimates.probed("london-edge02", ms(20), idle(8, ms(10)), now);
    assertThat(reason(DETECT, fleet)).startsWith("nyc-edge01");
    estimates.begin("nyc-edge01", DETECT, 100, now);
    now += ms(150).toNanos();
    assertThat(reason(DETECT, fleet)).startsWith("london-edge02");
  }

  @Test
  void what_was_sent_since_a_report_is_added_to_it() {
    NodeView[] fleet = {up(edge("nyc-edge01")), up(edge("london-edge02"))};
    estimates.probed("nyc-edge01", ms(2), load(1, 3, 1, ms(10)), now);
    estimates.probed("london-edge02", ms(2), load(1, 5, 1, ms(10)), now);
    now += ms(1).toNanos();
    for (int i = 0; i < 3; i++) {
      estimates.begin("nyc-edge01", DETECT, 0, now);
    }
    assertThat(reason(DETECT, fleet)).startsWith("london-edge02");
  }

  @Test
  void a_near_node_that_just_failed_is_no_longer_attractive_for_being_near() {
    learn("far-edge02", 60, 20);
    learn("near-edge01", 1, 5);
    NodeView[] fleet = {up(edge("near-edge01")), up(edge("far-edge02"))};
    assertThat(reason(DETECT, fleet)).startsWith("near-edge01");
    estimates.begin("near-edge01", DETECT, 0, now).failed(now);
    assertThat(reason(DETECT, fleet)).startsWith("far-edge02");
  }

  // ── telling ──

  private void learn(String node, double roundTrip, double service) {
    learn(node, roundTrip, service, DETECT);
  }

  /** Forty calls of one method, one after the other, that all took the same time. */
  private void learn(String node, double roundTrip, double service, MethodContract method) {
    router.place(
        call(method, now),
        view(up(node.startsWith("west") ? cloud(node) : edge(node))),
        Attempt.FIRST,
        now);
    estimates.probed(node, ms(roundTrip), idle(2, ms(service)), now);
    for (int i = 0; i < 40; i++) {
      Estimates.InFlight flight = estimates.begin(node, method, 0, now);
      now += ms(roundTrip + service).toNanos();
      flight.answered(new CallReport(idle(2, ms(service)), Duration.ZERO, ms(service)), 0, now);
    }
  }

  private String reason(MethodContract method, NodeView... nodes) {
    return router.place(call(method, 0, now), view(nodes), Attempt.FIRST, now).placement().reason();
  }

  private Estimates.InFlight chosen(
      MethodContract method, NodeView[] fleet, String node, String because) {
    assertThat(reason(method, fleet)).startsWith(node + ": ").contains(because);
    return estimates.begin(node, method, 0, now);
  }

  private Decision place(Label label, Optional<String> site, FleetView fleet) {
    return router.place(
        call(DETECT, 100, label, site, now + ms(2_000).toNanos()), fleet, Attempt.FIRST, now);
  }

  private static List<Filter> removals(Decision decision) {
    return decision.candidates().stream()
        .filter(Candidate.Removed.class::isInstance)
        .map(candidate -> ((Candidate.Removed) candidate).filter())
        .toList();
  }

  private static List<String> because(Decision decision) {
    return decision.candidates().stream()
        .filter(Candidate.Removed.class::isInstance)
        .map(candidate -> ((Candidate.Removed) candidate).because())
        .toList();
  }

  private static List<String> scored(Decision decision) {
    return decision.candidates().stream()
        .filter(Candidate.Scored.class::isInstance)
        .map(candidate -> candidate.node().name())
        .toList();
  }
}

package dev.edgewise.core.router;

import static dev.edgewise.core.router.Fleets.START;
import static dev.edgewise.core.router.Fleets.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.Candidate;
import dev.edgewise.core.Decision;
import dev.edgewise.core.FleetView;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Load;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Node;
import dev.edgewise.core.NodeView;
import dev.edgewise.core.Placement;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What holds for every fleet, shown on some thousand random ones. A failure names the seed of its
 * fleet.
 */
final class RouterPropertiesTest {
  private static final int FLEETS = 2_000;

  /** A random fleet with a random past, and a call. */
  private static final class Scene {
    final SplittableRandom random;
    final List<NodeView> nodes = new ArrayList<>();
    final Estimates estimates = new Estimates(RouterSettings.DEFAULT);
    final Router router = new Router(RouterSettings.DEFAULT, estimates);
    final Invocation call;
    final Attempt attempt;
    final long now = START + Duration.ofMinutes(1).toNanos();

    Scene(int seed) {
      random = new SplittableRandom(seed);
      int count = random.nextInt(0, 9);
      for (int i = 0; i < count; i++) {
        nodes.add(node("node-" + (char) ('a' + i)));
      }
      MethodContract method = pick(List.of(Fleets.DETECT, Fleets.CASCADE, Fleets.INDEX));
      Optional<String> callerSite =
          random.nextBoolean() ? Optional.of("site-" + random.nextInt(3)) : Optional.empty();
      long left = Duration.ofMillis(random.nextInt(1, 2_000)).toNanos();
      call =
          new Invocation(
              "d",
              method,
              random.nextInt(1_000_000),
              now + left,
              pick(List.of(Label.values())),
              callerSite);
      Set<String> tried = new HashSet<>();
      nodes.stream()
          .filter(node -> random.nextInt(6) == 0)
          .forEach(node -> tried.add(node.node().name()));
      attempt =
          new Attempt(
              random.nextInt(4) == 0 ? Optional.of(pick(List.of(Tier.values()))) : Optional.empty(),
              tried);
      for (NodeView node : nodes) {
        past(node.node().name());
      }
    }

    private NodeView node(String name) {
      Site site = new Site("site-" + random.nextInt(3), pick(List.of(Trust.values())));
      Set<String> methods =
          random.nextInt(8) == 0
              ? Set.of()
              : Set.of(
                  Fleets.DETECT.fullName(), Fleets.CASCADE.fullName(), Fleets.INDEX.fullName());
      Liveness liveness =
          random.nextInt(3) == 0 ? pick(List.of(Liveness.values())) : Liveness.ALIVE;
      return new NodeView(
          new Node(name, pick(List.of(Tier.values())), site),
          liveness,
          random.nextInt(8) == 0,
          methods);
    }

    private void past(String name) {
      long at = START;
      int events = random.nextInt(30);
      for (int i = 0; i < events; i++) {
        at += Duration.ofMillis(random.nextInt(1, 2_000)).toNanos();
        if (random.nextInt(3) == 0) {
          estimates.probed(name, ms(random.nextDouble(0.1, 80)), load(), at);
          continue;
        }
        Estimates.InFlight flight =
            estimates.begin(
                name, pick(List.of(Fleets.DETECT, Fleets.INDEX)), random.nextInt(500_000), at);
        at += Duration.ofMillis(random.nextInt(1, 900)).toNanos();
        switch (random.nextInt(6)) {
          case 0 -> flight.failed(at);
          case 1 -> flight.abandoned(at);
          case 2 ->
              flight.refused(random.nextBoolean() ? Optional.of(load()) : Optional.empty(), at);
          case 3 -> {}
          default ->
              flight.answered(
                  new CallReport(load(), ms(random.nextInt(20)), ms(random.nextInt(1, 300))),
                  500,
                  at);
        }
      }
      estimates.probed(
          name,
          ms(random.nextDouble(0.1, 80)),
          load(),
          now - ms(random.nextInt(1, 2_000)).toNanos());
    }

    private Load load() {
      return Fleets.load(
          random.nextInt(9), random.nextInt(5), random.nextInt(1, 9), ms(random.nextInt(100)));
    }

    private <T> T pick(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }

    Decision place() {
      return router.place(call, new FleetView(3, nodes), attempt, now);
    }

    boolean mayRun(NodeView view) {
      Node node = view.node();
      Trust trust = node.site().trust();
      boolean allowed =
          switch (call.label()) {
            case PUBLIC -> true;
            case INTERNAL -> trust != Trust.SHARED;
            case CONFIDENTIAL ->
                trust == Trust.OWN || (trust == Trust.TRUSTED && node.tier() == Tier.CLOUD);
            case LOCAL_ONLY ->
                node.tier() == Tier.EDGE
                    && call.callerSite().equals(Optional.of(node.site().name()));
          };
      return allowed
          && view.methods().contains(call.method().fullName())
          && (view.liveness() == Liveness.ALIVE || view.liveness() == Liveness.ISLANDED)
          && !view.draining()
          && !attempt.tried().contains(node.name())
          && attempt.onlyTier().map(tier -> tier == node.tier()).orElse(true);
    }
  }

  @Test
  void never_runs_where_a_rule_forbids_it_and_refuses_only_when_nobody_is_left() {
    for (int seed = 0; seed < FLEETS; seed++) {
      Scene scene = new Scene(seed);
      Set<String> allowed =
          scene.nodes.stream()
              .filter(scene::mayRun)
              .map(view -> view.node().name())
              .collect(Collectors.toSet());
      Decision decision = scene.place();
      if (decision.placement() instanceof Placement.Run run) {
        assertThat(allowed).as("seed %d", seed).contains(run.node().name());
      } else {
        assertThat(allowed).as("seed %d", seed).isEmpty();
      }
    }
  }

  @Test
  void every_node_is_a_candidate_once_scored_ones_first_best_first() {
    for (int seed = 0; seed < FLEETS; seed++) {
      Scene scene = new Scene(seed);
      List<Candidate> candidates = scene.place().candidates();
      assertThat(candidates)
          .as("seed %d", seed)
          .extracting(Candidate::node)
          .containsExactlyInAnyOrderElementsOf(scene.nodes.stream().map(NodeView::node).toList());
      Duration last = Duration.ZERO;
      boolean removed = false;
      for (Candidate candidate : candidates) {
        if (candidate instanceof Candidate.Scored scored) {
          assertThat(removed).as("seed %d", seed).isFalse();
          assertThat(scored.score().total()).as("seed %d", seed).isGreaterThanOrEqualTo(last);
          last = scored.score().total();
        } else {
          removed = true;
        }
      }
    }
  }

  @Test
  void the_parts_of_a_score_make_up_its_total_and_none_is_negative() {
    for (int seed = 0; seed < FLEETS; seed++) {
      Scene scene = new Scene(seed);
      for (Candidate candidate : scene.place().candidates()) {
        if (candidate instanceof Candidate.Scored scored) {
          var score = scored.score();
          Duration sum =
              score.roundTrip().plus(score.transfer()).plus(score.queue()).plus(score.service());
          assertThat(List.of(score.roundTrip(), score.transfer(), score.queue(), score.service()))
              .as("seed %d", seed)
              .allMatch(part -> !part.isNegative());
          assertThat((double) score.total().toNanos())
              .as("seed %d", seed)
              .isCloseTo(
                  sum.toNanos() * score.penalty(), offset(1e-6 * score.total().toNanos() + 100));
        }
      }
    }
  }

  @Test
  void more_load_never_wins_a_call() {
    neverWinsBy(
        (scene, node) ->
            scene.estimates.probed(node, ms(5), Fleets.load(4, 0, 4, ms(20)), scene.now),
        (scene, node) ->
            scene.estimates.probed(node, ms(5), Fleets.load(4, 12, 4, ms(20)), scene.now));
  }

  @Test
  void a_longer_way_never_wins_a_call() {
    neverWinsBy(
        (scene, node) ->
            scene.estimates.probed(node, ms(5), Fleets.load(1, 0, 4, ms(20)), scene.now),
        (scene, node) ->
            scene.estimates.probed(node, ms(120), Fleets.load(1, 0, 4, ms(20)), scene.now));
  }

  private interface Event {
    void happensTo(Scene scene, String node);
  }

  private static void neverWinsBy(Event better, Event worse) {
    int won = 0;
    for (int seed = 0; seed < FLEETS / 4; seed++) {
      for (NodeView view : new Scene(seed).nodes) {
        String name = view.node().name();
        Scene good = new Scene(seed);
        better.happensTo(good, name);
        Scene bad = new Scene(seed);
        worse.happensTo(bad, name);
        boolean wonWhenBad = runsOn(bad.place(), name);
        assertThat(!wonWhenBad || runsOn(good.place(), name))
            .as("seed %d node %s", seed, name)
            .isTrue();
        won += wonWhenBad ? 1 : 0;
      }
    }
    // Otherwise the property would hold for want of cases.
    assertThat(won).isGreaterThan(FLEETS / 40);
  }

  private static boolean runsOn(Decision decision, String node) {
    return decision.placement() instanceof Placement.Run run && run.node().name().equals(node);
  }

  @Test
  void leaves_the_preferred_tier_only_when_the_other_is_expected_sooner_or_in_time() {
    int left = 0;
    for (int seed = 0; seed < FLEETS; seed++) {
      Scene scene = new Scene(seed);
      Decision decision = scene.place();
      if (decision.placement() instanceof Placement.Run run && scene.attempt.onlyTier().isEmpty()) {
        boolean cascade = scene.call.method().cascade().isPresent();
        Tier preferred = cascade ? Tier.EDGE : scene.call.method().preferredTier();
        List<Node> ofPreferred =
            scene.nodes.stream()
                .filter(scene::mayRun)
                .map(NodeView::node)
                .filter(node -> node.tier() == preferred)
                .toList();
        if (run.node().tier() != preferred && !ofPreferred.isEmpty()) {
          left++;
          long remaining = scene.call.deadlineNanos() - scene.now;
          boolean inTime = run.expected().toNanos() <= remaining;
          assertThat(inTime || cascade || run.reason().contains("nobody is sure"))
              .as("seed %d: %s", seed, run.reason())
              .isTrue();
          assertThat(run.reason())
              .as("seed %d", seed)
              .matches(".*(the preferred tier is left|straight to the cloud|nobody is sure).*");
        }
      }
    }
    assertThat(left).isGreaterThan(10);
  }

  @Test
  void the_same_past_gives_the_same_decision() {
    for (int seed = 0; seed < 200; seed++) {
      assertThat(new Scene(seed).place()).isEqualTo(new Scene(seed).place());
    }
  }

  @Test
  void reasons_are_short_and_name_their_node() {
    for (int seed = 0; seed < FLEETS; seed++) {
      Scene scene = new Scene(seed);
      Decision decision = scene.place();
      assertThat(decision.placement().reason().length()).as("seed %d", seed).isBetween(10, 1_500);
      if (decision.placement() instanceof Placement.Run run) {
        assertThat(run.reason()).startsWith(run.node().name() + ": ");
      }
    }
  }
}

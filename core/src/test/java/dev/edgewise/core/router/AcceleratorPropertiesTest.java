package dev.edgewise.core.router;

import static dev.edgewise.core.router.Fleets.START;
import static dev.edgewise.core.router.Fleets.ms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Decision;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.FleetView;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Needs;
import dev.edgewise.core.Node;
import dev.edgewise.core.NodeView;
import dev.edgewise.core.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What holds of needs and wishes in every fleet, shown on some thousand random ones. A failure
 * names the seed of its fleet.
 */
final class AcceleratorPropertiesTest {
  private static final int FLEETS = 2_000;
  private static final List<Accelerator> THINGS =
      List.of(
          new Accelerator("gpu", "NVIDIA T4", 16_000_000_000L),
          new Accelerator("gpu", "NVIDIA A100", 80_000_000_000L),
          new Accelerator("tpu", "v4", 0, true),
          new Accelerator("npu", "", 0));
  private static final List<Needs> WANTED =
      List.of(
          Needs.accelerator("gpu"),
          new Needs("gpu", 32_000_000_000L),
          Needs.accelerator("gpu-t4"),
          Needs.accelerator("tpu-v4"),
          new Needs("npu", 1),
          Needs.accelerator("tpu-v40"));

  /** A random fleet, and a call that asks for something. */
  private static final class Scene {
    final SplittableRandom random;
    final List<NodeView> nodes = new ArrayList<>();
    final Estimates estimates = new Estimates(RouterSettings.DEFAULT);
    final Router router = new Router(RouterSettings.DEFAULT, estimates);
    final Invocation call;

    Scene(int seed) {
      random = new SplittableRandom(seed);
      int count = random.nextInt(1, 9);
      for (int i = 0; i < count; i++) {
        nodes.add(node("node-" + (char) ('a' + i)));
      }
      MethodContract method = pick(List.of(Fleets.DETECT, Fleets.CASCADE, Fleets.INDEX));
      Invocation plain = Fleets.call(method, START);
      call =
          new Invocation(
              plain.id(),
              random.nextInt(3) == 0 ? method.needing(pick(WANTED)) : method,
              plain.requestBytes(),
              plain.deadlineNanos(),
              plain.label(),
              plain.callerSite(),
              maybe(),
              maybe());
    }

    private Optional<Needs> maybe() {
      return random.nextInt(2) == 0 ? Optional.of(pick(WANTED)) : Optional.empty();
    }

    private NodeView node(String name) {
      Node node = random.nextBoolean() ? Fleets.edge(name) : Fleets.cloud(name);
      List<Accelerator> has = THINGS.stream().filter(thing -> random.nextInt(3) == 0).toList();
      Liveness liveness = random.nextInt(6) == 0 ? Liveness.DEAD : Liveness.ALIVE;
      return new NodeView(node, liveness, random.nextInt(9) == 0, Fleets.up(node).methods(), has);
    }

    private <T> T pick(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }

    void past() {
      for (NodeView view : nodes) {
        Duration way = ms(random.nextDouble(0.1, 900));
        estimates.probed(
            view.node().name(),
            way,
            Fleets.load(random.nextInt(9), random.nextInt(50), random.nextInt(1, 5), ms(100)),
            START);
      }
    }

    Decision place(Set<String> tried, Optional<Tier> onlyTier) {
      return router.place(call, new FleetView(3, nodes), new Attempt(onlyTier, tried), START);
    }

    NodeView view(Node node) {
      return nodes.stream().filter(view -> view.node().equals(node)).findFirst().orElseThrow();
    }

    boolean mayRun(NodeView view) {
      return view.liveness().takesCalls() && !view.draining() && hasWhatItNeeds(view);
    }

    /** Written out, not by the code under test. */
    boolean hasWhatItNeeds(NodeView view) {
      return (call.method().needs().isEmpty()
              || call.method().needs().get().metBy(view.accelerators()))
          && (call.needs().isEmpty() || call.needs().get().metBy(view.accelerators()));
    }

    boolean hasWhatItWishes(NodeView view) {
      return call.wish().orElseThrow().metBy(view.accelerators());
    }
  }

  @Test
  void no_try_of_a_call_ever_goes_to_a_node_without_what_it_needs() {
    int sent = 0;
    for (int seed = 0; seed < FLEETS; seed++) {
      Scene scene = new Scene(seed);
      scene.past();
      Optional<Tier> bound = seed % 5 == 0 ? Optional.of(Tier.CLOUD) : Optional.empty();
      Set<String> tried = new HashSet<>();
      while (scene.place(tried, bound).placement() instanceof Placement.Run run) {
        assertThat(scene.hasWhatItNeeds(scene.view(run.node())))
            .as("seed %d: %s", seed, run)
            .isTrue();
        assertThat(tried.add(run.node().name())).as("seed %d", seed).isTrue();
        sent++;
      }
    }
    assertThat(sent).isGreaterThan(FLEETS);
  }

  @Test
  void a_call_is_refused_only_where_no_node_may_run_it_and_hears_what_the_fleet_has() {
    int without = 0;
    for (int seed = 0; seed < FLEETS; seed++) {
      Scene scene = new Scene(seed);
      Placement placement = scene.place(Set.of(), Optional.empty()).placement();
      assertThat(placement instanceof Placement.Run)
          .as("seed %d", seed)
          .isEqualTo(scene.nodes.stream().anyMatch(scene::mayRun));
      if (placement instanceof Placement.Refuse refuse) {
        boolean nobody = scene.nodes.stream().noneMatch(scene::hasWhatItNeeds);
        assertThat(refuse.code())
            .as("seed %d: %s", seed, refuse)
            .isEqualTo(nobody ? ErrorCode.NO_ACCELERATOR : ErrorCode.NO_NODE);
        if (nobody) {
          without++;
          for (NodeView view : scene.nodes) {
            for (Accelerator one : view.accelerators()) {
              assertThat(refuse.reason()).as("seed %d", seed).contains(one.words());
            }
          }
        }
      }
    }
    assertThat(without).isGreaterThan(FLEETS / 20);
  }

  @Test
  void a_wish_is_granted_wherever_a_node_that_has_it_is_expected_in_time_and_never_refuses() {
    int granted = 0;
    for (int seed = 0; seed < FLEETS; seed++) {
      // Without a past all nodes look alike, and all are expected in time.
      Scene scene = new Scene(seed);
      if (scene.call.wish().isPresent()
          && scene.place(Set.of(), Optional.empty()).placement() instanceof Placement.Run run) {
        boolean could = scene.nodes.stream().filter(scene::mayRun).anyMatch(scene::hasWhatItWishes);
        assertThat(scene.hasWhatItWishes(scene.view(run.node())))
            .as("seed %d: %s", seed, run)
            .isEqualTo(could);
        assertThat(run.reason())
            .as("seed %d", seed)
            .contains(could ? "it has " : "no node that may run it has ")
            .contains(scene.call.wish().get().words())
            .startsWith(run.node().name() + ": ");
        granted += could ? 1 : 0;
      }
    }
    assertThat(granted).isGreaterThan(FLEETS / 20);
  }

  @Test
  void a_wish_that_would_be_too_late_is_not_waited_for() {
    int passed = 0;
    for (int seed = 0; seed < FLEETS; seed++) {
      Scene scene = new Scene(seed);
      scene.past();
      if (scene.call.wish().isPresent()
          && scene.place(Set.of(), Optional.empty()).placement() instanceof Placement.Run run
          && !scene.hasWhatItWishes(scene.view(run.node()))
          && scene.nodes.stream().filter(scene::mayRun).anyMatch(scene::hasWhatItWishes)) {
        passed++;
        assertThat(run.reason())
            .as("seed %d", seed)
            .matches(".*, which the call would rather have, but (would need|is not sure to) .*");
      }
    }
    assertThat(passed).isGreaterThan(10);
  }
}

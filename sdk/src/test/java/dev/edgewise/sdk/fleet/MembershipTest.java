package dev.edgewise.sdk.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class MembershipTest {
  private static RegisteredNode random(String name, Random random) {
    Tier tier = name.startsWith("e") ? Tier.EDGE : Tier.CLOUD;
    String site = tier == Tier.EDGE ? name : "zone" + name.charAt(1) % 2;
    return new RegisteredNode(
        new Node(name, tier, new Site(site, Trust.OWN)),
        name + ":" + random.nextInt(2),
        1,
        Liveness.ALIVE,
        false,
        Set.of("test.Service/plain"),
        Optional.empty(),
        Duration.ZERO);
  }

  private static OrchestratorView view(Random random) {
    Set<String> names = new LinkedHashSet<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      names.add((random.nextBoolean() ? "e" : "c") + random.nextInt(4));
    }
    return new OrchestratorView(1, names.stream().map(name -> random(name, random)).toList());
  }

  private static Selection selection(Random random) {
    Set<String> edges = random.nextBoolean() ? Set.of("e1", "e2", "e9") : Set.of();
    Set<String> zones = random.nextBoolean() ? Set.of("zone1") : Set.of();
    return new Selection(
        edges,
        zones,
        edges.isEmpty() && random.nextBoolean(),
        zones.isEmpty() && random.nextBoolean());
  }

  @Test
  void after_each_view_exactly_the_selected_nodes_are_tracked_where_they_are() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      Selection selection = selection(random);
      List<TrackedNode> tracked = new ArrayList<>();
      for (int step = 0; step < 10; step++) {
        OrchestratorView view = view(random);

        Membership members = Membership.of(view, selection, tracked);
        tracked.removeAll(members.left());
        members.joined().forEach(entry -> tracked.add(track(Target.registered(entry))));

        Map<String, String> wanted = new HashMap<>();
        view.nodes().stream()
            .filter(entry -> selection.takes(entry.node()))
            .forEach(entry -> wanted.put(entry.name(), entry.address()));
        assertThat(
                tracked.stream()
                    .collect(
                        Collectors.toMap(
                            node -> node.target.node().orElseThrow(),
                            node -> node.target.address())))
            .as("seed %s", seed)
            .isEqualTo(wanted);
      }
    }
  }

  @Test
  void a_target_of_the_callers_own_never_leaves_and_is_not_doubled() {
    TrackedNode byName = track(Target.edge("e1", "elsewhere:1"));
    TrackedNode byAddress = track(Target.inZone("zone1", "c1:0"));
    Random always = new Random(3);
    for (int i = 0; i < 200; i++) {
      OrchestratorView view = view(always);
      Membership members = Membership.of(view, Selection.everything(), List.of(byName, byAddress));
      assertThat(members.left()).isEmpty();
      assertThat(members.joined())
          .noneMatch(entry -> entry.name().equals("e1") || entry.address().equals("c1:0"));
      assertThat(members.known().containsKey(byName))
          .isEqualTo(view.nodes().stream().anyMatch(entry -> entry.name().equals("e1")));
    }
  }

  private static TrackedNode track(Target target) {
    return new TrackedNode(target, Instant.EPOCH);
  }
}

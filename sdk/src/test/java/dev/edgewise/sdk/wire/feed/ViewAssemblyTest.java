package dev.edgewise.sdk.wire.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Liveness;
import dev.edgewise.proto.v1.FullView;
import dev.edgewise.proto.v1.NodeEntry;
import dev.edgewise.proto.v1.ViewDelta;
import dev.edgewise.sdk.fleet.OrchestratorView;
import dev.edgewise.sdk.fleet.RegisteredNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ViewAssemblyTest {
  private static NodeEntry entry(String name, Random random) {
    NodeEntry.Builder entry =
        PlayedOrchestrator.edge(name, "127.0.0.1:" + (1 + random.nextInt(5))).toBuilder()
            .setLivenessValue(1 + random.nextInt(3))
            .setDraining(random.nextBoolean())
            .setEpoch(random.nextInt(9));
    entry.addServicesBuilder().setName("s.S" + random.nextInt(3)).addMethods("m");
    if (random.nextBoolean()) {
      entry.addAcceleratorsBuilder().setKind("gpu").setMemoryBytes(random.nextInt(3));
    }
    return entry.build();
  }

  private static Map<String, List<Object>> whatCounts(OrchestratorView view) {
    Map<String, List<Object>> nodes = new TreeMap<>();
    for (RegisteredNode node : view.nodes()) {
      nodes.put(
          node.node().name(),
          List.of(
              node.address(),
              node.liveness(),
              node.draining(),
              node.epoch(),
              node.methods(),
              node.accelerators()));
    }
    return nodes;
  }

  @Test
  void deltas_lead_to_the_same_view_as_a_full_one_and_a_gap_to_none() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Map<String, NodeEntry> truth = new TreeMap<>();
      ViewAssembly byDeltas = new ViewAssembly();
      byDeltas.full(FullView.newBuilder().setVersion(1).build());
      long version = 1;
      for (int step = 0; step < 30; step++) {
        ViewDelta.Builder delta = ViewDelta.newBuilder().setFrom(version);
        for (int change = random.nextInt(4); change > 0; change--) {
          String name = "n" + random.nextInt(8);
          if (random.nextInt(3) == 0) {
            truth.remove(name);
            delta.addRemoved(name);
            delta.clearChanged();
            truth.values().forEach(delta::addChanged);
          } else {
            NodeEntry changed = entry(name, random);
            truth.put(name, changed);
            delta.addChanged(changed);
          }
        }
        version += 1 + random.nextInt(3);
        delta.setVersion(version);
        if (random.nextInt(10) == 0) {
          ViewDelta gap = delta.build().toBuilder().setFrom(version + 1).build();
          assertThat(byDeltas.delta(gap)).as("seed %s", seed).isEmpty();
        }
        // What was removed and came again within one delta is in it as changed.
        ViewDelta.Builder sent = delta.clone().clearRemoved();
        delta.getRemovedList().stream()
            .filter(name -> !truth.containsKey(name))
            .forEach(sent::addRemoved);
        Optional<OrchestratorView> view = byDeltas.delta(sent.build());

        OrchestratorView full =
            new ViewAssembly()
                .full(
                    FullView.newBuilder().setVersion(version).addAllNodes(truth.values()).build());
        assertThat(whatCounts(view.orElseThrow())).as("seed %s", seed).isEqualTo(whatCounts(full));
        assertThat(view.orElseThrow().version()).isEqualTo(version);
      }
    }
  }

  @Test
  void a_delta_before_any_view_fits_nothing() {
    assertThat(new ViewAssembly().delta(ViewDelta.getDefaultInstance())).isEmpty();
  }

  @Test
  void a_load_is_told_once_and_an_age_that_makes_no_sense_is_none() {
    ViewAssembly assembly = new ViewAssembly();
    NodeEntry.Builder entry = PlayedOrchestrator.edge("a", "127.0.0.1:1").toBuilder();
    entry.getLoadBuilder().setInFlight(-3).setSlots(0).setMeanServiceMicros(Long.MAX_VALUE);
    entry.setLoadAgeMillis(-5).setLivenessValue(99);

    RegisteredNode first =
        assembly.full(FullView.newBuilder().setVersion(1).addNodes(entry).build()).nodes().get(0);
    RegisteredNode second =
        assembly
            .delta(ViewDelta.newBuilder().setFrom(1).setVersion(1).build())
            .orElseThrow()
            .nodes()
            .get(0);

    assertThat(first.load().orElseThrow().slots()).isEqualTo(1);
    assertThat(first.loadAge()).isEqualTo(Duration.ZERO);
    assertThat(first.liveness()).as("of a later version").isEqualTo(Liveness.ALIVE);
    assertThat(second.load()).isEmpty();
  }

  @Test
  void views_are_bounded() {
    List<NodeEntry> many = new ArrayList<>();
    for (int i = 0; i < ViewAssembly.MOST_NODES + 10; i++) {
      many.add(PlayedOrchestrator.edge("n" + i, "127.0.0.1:1"));
    }
    OrchestratorView view =
        new ViewAssembly().full(FullView.newBuilder().setVersion(1).addAllNodes(many).build());
    assertThat(view.nodes()).hasSize(ViewAssembly.MOST_NODES);
  }
}

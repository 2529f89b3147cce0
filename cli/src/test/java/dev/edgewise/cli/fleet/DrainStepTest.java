package dev.edgewise.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.sdk.wire.operator.FleetStatus.Node;
import dev.edgewise.sdk.wire.operator.FleetStatus.NodeLoad;
import org.junit.jupiter.api.Test;

final class DrainStepTest {
  private static Node node(String liveness, boolean asked, boolean applied, int running) {
    return FleetSamples.node(
        "west1-a",
        "cloud",
        "west1",
        liveness,
        applied && asked,
        asked,
        applied,
        new NodeLoad(running, 0, 4, 10, FleetSamples.ms(100)));
  }

  @Test
  void a_node_that_has_not_answered_is_waited_for() {
    assertThat(DrainStep.of(node("alive", true, false, 0), true, true))
        .isEqualTo(new DrainStep.Waiting("west1-a was asked and has not answered yet"));
    assertThat(DrainStep.of(node("suspect", true, false, 0), true, true).text())
        .contains("told when it is back");
  }

  @Test
  void calls_that_run_are_waited_for() {
    assertThat(DrainStep.of(node("alive", true, true, 3), true, true))
        .isEqualTo(new DrainStep.Waiting("west1-a takes no new calls; 3 calls run still"));
  }

  @Test
  void a_load_of_before_proves_nothing() {
    assertThat(DrainStep.of(node("alive", true, true, 0), true, false))
        .isInstanceOf(DrainStep.Waiting.class);
    assertThat(DrainStep.of(node("alive", true, true, 0), true, true))
        .isInstanceOf(DrainStep.Done.class);
  }

  @Test
  void undraining_waits_for_the_answer_only() {
    assertThat(DrainStep.of(node("alive", false, true, 3), false, false))
        .isEqualTo(new DrainStep.Done("west1-a takes calls again"));
  }

  @Test
  void nothing_is_waited_for_in_vain() {
    assertThat(DrainStep.of(node("dead", true, true, 0), true, true))
        .isInstanceOf(DrainStep.Never.class);
    assertThat(DrainStep.of(node("alive", false, true, 0), true, true))
        .isInstanceOf(DrainStep.Never.class);
  }
}

package dev.edgewise.sdk.invoke;

import static dev.edgewise.sdk.invoke.TestMethods.PLAIN;
import static dev.edgewise.sdk.invoke.TestMethods.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.router.Estimates;
import dev.edgewise.core.router.RouterSettings;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Answers of a node that overtake each other. */
final class StaleDescriptionTest {
  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);

  @Test
  void what_a_node_offered_before_does_not_replace_what_it_offers_now() {
    var edge = transport.edge("edge-1");
    edge.describing = Duration.ofMillis(50);
    try (Fleet fleet =
        Fleet.watch(
            transport.targets(),
            Selection.nothing(),
            new Surroundings(time, time, new Random(7), transport, new ListedCalls()),
            new Estimates(RouterSettings.DEFAULT))) {
      time.passMillis(1);
      edge.methods = Set.of(name(PLAIN));
      edge.describing = Duration.ofMillis(1);

      var refreshed = fleet.refresh();
      time.passMillis(100);

      assertThat(refreshed).isCompleted();
      assertThat(fleet.view().nodes())
          .singleElement()
          .satisfies(node -> assertThat(node.methods()).containsExactly(name(PLAIN)));
    }
  }
}

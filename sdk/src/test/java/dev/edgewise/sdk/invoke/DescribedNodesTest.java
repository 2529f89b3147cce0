package dev.edgewise.sdk.invoke;

import static dev.edgewise.sdk.invoke.TestMethods.PLAIN;
import static dev.edgewise.sdk.invoke.TestMethods.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Liveness;
import dev.edgewise.sdk.fleet.Fleet;
import dev.edgewise.sdk.fleet.Target;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What nodes say of themselves, when that is late or not what was expected. */
final class DescribedNodesTest {
  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final ListedCalls log = new ListedCalls();

  @Test
  void what_a_node_offered_before_does_not_replace_what_it_offers_now() {
    var edge = transport.edge("edge-1");
    edge.describing = Duration.ofMillis(50);
    Fleet fleet = transport.client(log).fleet();
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

  @Test
  void a_node_under_another_name_than_the_configured_one_is_not_used_and_says_why() {
    transport.edge("edge-1", "test.Service/plain");
    Fleet fleet = transport.client(log, Target.edge("nyc-edge01", "edge-1")).fleet();
    time.passMillis(100);

    assertThat(fleet.statuses().get(0).liveness()).isEqualTo(Liveness.DEAD);
    assertThat(fleet.statuses().get(0).detail()).contains("calls itself edge-1");
  }
}

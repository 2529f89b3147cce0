package dev.edgewise.sdk.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.core.router.Estimates;
import dev.edgewise.core.router.RouterSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TargetTest {
  private static final Node EDGE = new Node("edge-1", Tier.EDGE, new Site("shop", Trust.OWN));
  private static final Node CLOUD = new Node("west1-a", Tier.CLOUD, new Site("west1", Trust.OWN));

  @Test
  void the_expected_node_is_taken() {
    assertThat(Target.edge("edge-1", "h:1").problemWith(EDGE)).isEmpty();
    assertThat(Target.inZone("west1", "h:1").problemWith(CLOUD)).isEmpty();
  }

  @Test
  void another_name_tier_or_zone_is_said() {
    assertThat(Target.edge("edge-2", "h:1").problemWith(EDGE))
        .hasValueSatisfying(why -> assertThat(why).contains("h:1 calls itself edge-1"));
    assertThat(Target.edge("west1-a", "h:1").problemWith(CLOUD))
        .hasValueSatisfying(why -> assertThat(why).contains("CLOUD tier"));
    assertThat(Target.inZone("east1", "h:1").problemWith(CLOUD))
        .hasValueSatisfying(why -> assertThat(why).contains("belongs to zone west1"));
  }

  @Test
  void a_node_under_another_name_than_the_configured_one_is_not_used_and_says_why() {
    FakeTime time = new FakeTime();
    ScriptedTransport transport = new ScriptedTransport(time);
    transport.edge("edge-1", "test.Service/plain");
    Fleet fleet =
        Fleet.watch(
            List.of(Target.edge("nyc-edge01", "edge-1")),
            Selection.nothing(),
            new Surroundings(time, time, new Random(7), transport, new ListedCalls()),
            new Estimates(RouterSettings.DEFAULT));
    time.passMillis(100);

    assertThat(fleet.statuses().get(0).liveness()).isEqualTo(Liveness.DEAD);
    assertThat(fleet.statuses().get(0).detail()).contains("calls itself edge-1");
  }
}

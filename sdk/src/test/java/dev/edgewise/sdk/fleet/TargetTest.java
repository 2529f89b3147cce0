package dev.edgewise.sdk.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
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
}

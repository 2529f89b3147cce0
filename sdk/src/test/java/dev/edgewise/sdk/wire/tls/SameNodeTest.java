package dev.edgewise.sdk.wire.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.tls.PeerIdentity;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SameNodeTest {
  private static final PeerIdentity FIRST = PeerIdentity.node("n1", "s1", Tier.EDGE);
  private static final PeerIdentity OTHER = PeerIdentity.node("n2", "s1", Tier.EDGE);

  private final SameNode same = new SameNode();

  @Test
  void another_node_is_refused_once_and_taken_when_whoever_connects_has_heard_of_it() {
    assertThat(same.objection(FIRST)).isEmpty();
    assertThat(same.objection(FIRST)).isEmpty();
    assertThat(same.objection(OTHER)).hasValue("and before there was " + FIRST);
    assertThat(same.objection(OTHER)).isEmpty();
  }

  @Test
  void what_is_no_node_is_never_taken_and_changes_nothing() {
    assertThat(same.objection(PeerIdentity.operator("ann"))).isPresent();
    assertThat(same.objection(FIRST)).isEmpty();
    assertThat(same.objection(PeerIdentity.client("till-3", Optional.empty()))).isPresent();
    assertThat(same.objection(PeerIdentity.orchestrator("main"))).isPresent();
    assertThat(same.objection(FIRST)).isEmpty();
  }
}

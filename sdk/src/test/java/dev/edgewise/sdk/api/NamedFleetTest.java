package dev.edgewise.sdk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.sdk.fleet.Selection;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a client uses, by how it was named. */
final class NamedFleetTest {
  private final NamedFleet named = new NamedFleet();

  @Test
  void an_orchestrator_alone_stands_for_the_whole_fleet() {
    named.orchestrator("host:7443");
    named.check();
    assertThat(named.selection()).isEqualTo(Selection.everything());
    assertThat(named.orchestratorAddress(Map.of("EDGEWISE_ORCHESTRATOR", "other:1")))
        .isEqualTo("host:7443");
  }

  @Test
  void names_narrow_their_tier_and_leave_the_other_whole() {
    named.orchestrator("host:7443");
    named.edgeNode("nyc-edge01");
    assertThat(named.selection())
        .isEqualTo(new Selection(Set.of("nyc-edge01"), Set.of(), false, true));
  }

  @Test
  void a_name_with_an_address_narrows_its_tier_too() {
    named.orchestrator("host:7443");
    named.zone("west1=host:7502");
    assertThat(named.selection()).isEqualTo(new Selection(Set.of(), Set.of(), true, false));
    assertThat(named.targets()).hasSize(1);
  }

  @Test
  void names_alone_are_all_that_is_used_and_looked_up_where_the_environment_says() {
    named.edgeNode("nyc-edge01");
    named.edgeNode("london-edge02");
    named.zone("west1");
    named.check();
    assertThat(named.selection())
        .isEqualTo(
            new Selection(Set.of("nyc-edge01", "london-edge02"), Set.of("west1"), false, false));
    assertThat(named.isSteered()).isTrue();
    assertThat(named.orchestratorAddress(Map.of())).isEqualTo("127.0.0.1:7443");
    assertThat(named.orchestratorAddress(Map.of("EDGEWISE_ORCHESTRATOR", "far:7443")))
        .isEqualTo("far:7443");
    assertThatThrownBy(() -> named.orchestratorAddress(Map.of("EDGEWISE_ORCHESTRATOR", "far")))
        .isInstanceOf(EdgewiseException.class)
        .hasMessageContaining("EW6016")
        .hasMessageContaining("EDGEWISE_ORCHESTRATOR");
  }

  @Test
  void addresses_alone_need_no_orchestrator() {
    named.edgeNode("nyc-edge01=host:7501");
    named.check();
    assertThat(named.isSteered()).isFalse();
    assertThat(named.selection()).isEqualTo(Selection.nothing());
  }

  @Test
  void nothing_named_is_refused_with_what_to_write() {
    assertThatThrownBy(named::check).hasMessageContaining(".orchestrator(\"host:7443\")");
  }

  @Test
  void the_default_name_of_an_application_can_be_shown() {
    assertThat(SystemParts.applicationName())
        .endsWith("-" + ProcessHandle.current().pid())
        .matches("[A-Za-z0-9._-]{1,63}");
  }
}

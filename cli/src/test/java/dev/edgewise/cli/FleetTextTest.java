package dev.edgewise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.sdk.wire.FleetStatus;
import org.junit.jupiter.api.Test;

/** Texts of the commands that ask an orchestrator. */
final class FleetTextTest {
  private static final String AT = "127.0.0.1:7443";

  private static String status(FleetStatus fleet) {
    return StatusText.of(fleet, AT, FleetSamples.NOW);
  }

  @Test
  void status_of_a_fleet_that_is_well() {
    Golden.check("status-well.txt", status(FleetSamples.well()));
  }

  @Test
  void status_says_first_what_is_wrong_in_words() {
    Golden.check("status-troubled.txt", status(FleetSamples.troubled()));
  }

  @Test
  void status_of_a_fleet_without_nodes_says_how_to_start_one() {
    Golden.check("status-empty.txt", status(FleetSamples.empty()));
  }

  @Test
  void status_for_programs_is_all_that_the_orchestrator_says_with_the_troubles_in_words() {
    Golden.check("status.json", StatusCommand.json(FleetSamples.troubled(), AT, FleetSamples.NOW));
  }

  @Test
  void nodes_are_listed_with_lease_and_load() {
    Golden.check("node-ls.txt", NodeText.list(FleetSamples.troubled().nodes(), FleetSamples.NOW));
    Golden.check("node-ls.json", NodeCommand.Ls.json(FleetSamples.well().nodes()));
    assertThat(NodeText.list(FleetSamples.empty().nodes(), FleetSamples.NOW))
        .isEqualTo("No node has registered.\n");
  }

  @Test
  void a_node_is_shown_with_all_that_is_known_of_it() {
    Golden.check(
        "node-show.txt",
        NodeText.page(NodeCommand.find(FleetSamples.well(), "nyc-edge01"), FleetSamples.NOW));
    Golden.check(
        "node-show-islanded.txt",
        NodeText.page(
            NodeCommand.find(FleetSamples.troubled(), "london-edge02"), FleetSamples.NOW));
  }

  @Test
  void services_are_listed_and_shown_with_contracts_and_calls() {
    Golden.check("service-ls.txt", ServiceText.list(FleetSamples.well().services()));
    Golden.check(
        "service-show.txt",
        ServiceText.page(ServiceCommand.find(FleetSamples.well().services(), "Vision")));
    assertThat(ServiceText.list(FleetSamples.empty().services()))
        .isEqualTo("No node offers a service.\n");
  }

  @Test
  void an_unknown_name_is_answered_with_the_nearest() {
    assertThatThrownBy(() -> NodeCommand.find(FleetSamples.well(), "nyc-edge1"))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure ->
                assertThat(failure.problem().why())
                    .startsWith("Did you mean nyc-edge01?")
                    .contains("west1-a"));
    assertThatThrownBy(() -> ServiceCommand.find(FleetSamples.well().services(), "Visoin"))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.problem().why()).startsWith("Did you mean Vision?"));
    assertThatThrownBy(() -> FullMethod.of(FleetSamples.well().services(), "Vision/detct"))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.problem().why()).startsWith("Did you mean detect?"));
  }

  @Test
  void methods_are_named_as_people_type_them() {
    assertThat(FullMethod.of(FleetSamples.well().services(), "Vision/detect"))
        .isEqualTo("dev.edgewise.samples.vision.Vision/detect");
    assertThat(FullMethod.of(FleetSamples.well().services(), "vision.Vision"))
        .isEqualTo("dev.edgewise.samples.vision.Vision");
    assertThat(FullMethod.of(FleetSamples.well().services(), "")).isEmpty();
  }
}

package dev.edgewise.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.cli.Golden;
import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import java.util.List;
import java.util.stream.IntStream;
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
        ServiceText.page(
            ServiceCommand.find(FleetSamples.well().services(), "Vision"),
            FleetSamples.well().nodes()));
    assertThat(ServiceText.list(FleetSamples.empty().services()))
        .isEqualTo("No node offers a service.\n");
  }

  @Test
  void models_are_listed_over_all_nodes_and_shown_with_their_lanes() {
    List<FleetModel> models = FleetModel.of(FleetSamples.troubled());
    Golden.check("models-ls.txt", ModelsText.list(models));
    Golden.check("models-ls.json", ModelsCommand.json(models));
    Golden.check("models-show.txt", ModelsText.page(ModelsCommand.find(models, "captions")));
    Golden.check(
        "models-show-failed.txt", ModelsText.page(ModelsCommand.find(models, "fashion-diffusion")));
    Golden.check("models-show.json", ModelsCommand.json(ModelsCommand.find(models, "captions")));
    assertThat(ModelsText.list(FleetModel.of(FleetSamples.empty())))
        .startsWith("No node serves a model.")
        .contains("--models FOLDER");
  }

  @Test
  void a_node_that_serves_models_is_shown_with_them() {
    Golden.check(
        "node-show-models.txt",
        NodeText.page(NodeCommand.find(FleetSamples.troubled(), "west1-b"), FleetSamples.NOW));
    assertThat(
            NodeText.page(NodeCommand.find(FleetSamples.troubled(), "west1-a"), FleetSamples.NOW))
        .contains("8z8g38rq16jsf  gemma_3_270m/Complete", "after chunk 17, before on west1-b");
  }

  @Test
  void generations_are_listed_once_each_with_where_they_went_on() {
    List<FleetGeneration> all = FleetGeneration.of(FleetSamples.troubled());
    Golden.check("generations.txt", GenerationsCommand.text(all));
    Golden.check("generations.json", GenerationsCommand.json(all));
    assertThat(GenerationsCommand.text(List.of())).contains("edgewise chat");
    assertThat(FleetGeneration.find(FleetSamples.troubled(), "8z8g38rq16jsf"))
        .hasValueSatisfying(each -> assertThat(each.node().name()).isEqualTo("west1-a"));
    assertThat(FleetGeneration.find(FleetSamples.troubled(), "other")).isEmpty();
  }

  @Test
  void batches_are_counted_by_sizes_that_double() {
    assertThat(IntStream.range(0, 6).mapToObj(LaneText::size))
        .containsExactly("1", "2", "3-4", "5-8", "9-16", "17-32");
    assertThat(LaneText.size(15)).isEqualTo("16385-32768");
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
    assertThatThrownBy(() -> ModelsCommand.find(FleetModel.of(FleetSamples.well()), "captoins"))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.problem().why()).startsWith("Did you mean captions?"));
    assertThatThrownBy(() -> ModelsCommand.find(FleetModel.of(FleetSamples.empty()), "captions"))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.problem().why()).isEqualTo("none serves any"));
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

package dev.edgewise.orchestrator.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.edgewise.annotations.Tier;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.node.Serving;
import dev.edgewise.orchestrator.overview.MemberState;
import dev.edgewise.orchestrator.rpc.FakeFleet;
import dev.edgewise.serving.protocol.ModelCatalogue.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ModelStatesTest {
  private final FakeFleet fleet = new FakeFleet();

  private void node(String name, MemberState state, String... models) {
    fleet.with(
        name,
        Tier.CLOUD,
        state,
        "",
        Arrays.stream(models)
            .map(model -> FakeFleet.service("edgewise.models.v1." + model, "Infer"))
            .toArray(OfferedService[]::new));
  }

  private static Serving.Model model(String name, String state, String because) {
    return new Serving.Model(name, "1", "onnx", state, because, 0, 0, 0, 0);
  }

  private List<Entry> states(String... offered) {
    return ModelStates.of(Set.of(offered), fleet.snapshot().members());
  }

  @Test
  void a_model_is_what_the_node_that_has_it_best_says() {
    node("a", MemberState.ALIVE, "line");
    node("b", MemberState.ALIVE, "line");
    fleet.serves("a", new Serving(List.of(model("line", "failed", "no memory")), List.of()));
    assertThat(states("line"))
        .singleElement()
        .isEqualTo(new Entry("line", "1", "failed", "a: no memory"));
    fleet.serves("b", new Serving(List.of(model("line", "cold", "")), List.of()));
    assertThat(states("line")).singleElement().isEqualTo(new Entry("line", "1", "unloaded", ""));
    fleet.serves("a", new Serving(List.of(model("line", "ready", "")), List.of()));
    assertThat(states("line")).singleElement().isEqualTo(new Entry("line", "1", "ready", ""));
  }

  @Test
  void a_node_that_says_nothing_is_called_and_one_that_has_gone_is_not() {
    node("a", MemberState.ALIVE, "line");
    node("b", MemberState.DEAD, "words");
    fleet.serves("b", new Serving(List.of(model("words", "ready", "")), List.of()));
    assertThat(states("line", "words"))
        .extracting(Entry::model, Entry::state)
        .containsExactly(tuple("line", "ready"), tuple("words", "failed"));
    assertThat(states("words").get(0).reason()).contains("no node");
  }

  @Test
  void what_a_node_has_and_cannot_offer_is_listed_too_and_names_are_those_of_calls() {
    node("a", MemberState.ALIVE, "line_2_x");
    fleet.serves(
        "a",
        new Serving(
            List.of(model("line-2.x", "loading", ""), model("bad", "failed", "cut off")),
            List.of()));
    assertThat(states("line_2_x"))
        .containsExactly(
            new Entry("line_2_x", "1", "loading", ""),
            new Entry("bad", "1", "failed", "a: cut off"));
  }
}

package dev.edgewise.core.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Candidate;
import dev.edgewise.core.Decision;
import dev.edgewise.core.Filter;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Needs;
import dev.edgewise.core.Node;
import dev.edgewise.core.NodeView;
import dev.edgewise.core.Placement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Calls that must have an accelerator. */
class AcceleratorFilterTest {
  private static final Accelerator T4 = new Accelerator("gpu", "NVIDIA T4", 16_000_000_000L);

  private static NodeView with(Node node, Accelerator... accelerators) {
    return new NodeView(
        node, Liveness.ALIVE, false, Fleets.up(node).methods(), List.of(accelerators));
  }

  private static Invocation needing(String accelerator) {
    Invocation call = Fleets.call(Fleets.DETECT, Fleets.START);
    return new Invocation(
        call.id(),
        call.method(),
        call.requestBytes(),
        call.deadlineNanos(),
        call.label(),
        call.callerSite(),
        Optional.of(Needs.accelerator(accelerator)));
  }

  private static Decision place(Invocation call, NodeView... nodes) {
    Router router = new Router(RouterSettings.DEFAULT, new Estimates(RouterSettings.DEFAULT));
    return router.place(call, Fleets.view(nodes), Attempt.FIRST, Fleets.START);
  }

  @Test
  void only_a_node_that_has_it_runs_the_call() {
    Decision decision =
        place(needing("gpu-t4"), with(Fleets.edge("plain")), with(Fleets.cloud("fast"), T4));
    assertThat(decision.placement()).isInstanceOf(Placement.Run.class);
    assertThat(((Placement.Run) decision.placement()).node().name()).isEqualTo("fast");
    assertThat(decision.candidates().stream().filter(Candidate.Removed.class::isInstance).toList())
        .containsExactly(
            new Candidate.Removed(
                Fleets.edge("plain"),
                Filter.NO_ACCELERATOR,
                "plain: the call needs gpu-t4; the node has none"));
  }

  @Test
  void a_call_that_nobody_can_run_is_told_what_the_fleet_has() {
    Decision decision =
        place(needing("tpu-v4"), with(Fleets.edge("plain")), with(Fleets.cloud("fast"), T4));
    assertThat(decision.placement()).isInstanceOf(Placement.Refuse.class);
    assertThat(decision.placement().reason())
        .contains("plain: the call needs tpu-v4; the node has none")
        .contains("fast: the call needs tpu-v4; the node has gpu NVIDIA T4, 16.0 GB")
        .endsWith("Ask for an accelerator that a node has, or start a node that has one");
  }

  @Test
  void a_call_without_needs_goes_wherever_it_would_go() {
    Invocation call = Fleets.call(Fleets.DETECT, Fleets.START);
    assertThat(place(call, with(Fleets.edge("plain")), with(Fleets.cloud("fast"), T4)))
        .isEqualTo(place(call, Fleets.up(Fleets.edge("plain")), Fleets.up(Fleets.cloud("fast"))));
  }
}

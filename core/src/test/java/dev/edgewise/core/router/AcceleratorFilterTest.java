package dev.edgewise.core.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Candidate;
import dev.edgewise.core.Decision;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Filter;
import dev.edgewise.core.FleetView;
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
final class AcceleratorFilterTest {
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
        Optional.of(Needs.accelerator(accelerator)),
        Optional.empty());
  }

  private static Invocation wishing(String accelerator) {
    Invocation call = Fleets.call(Fleets.DETECT, Fleets.START);
    return new Invocation(
        call.id(),
        call.method(),
        call.requestBytes(),
        call.deadlineNanos(),
        call.label(),
        call.callerSite(),
        Optional.empty(),
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
    assertThat(((Placement.Refuse) decision.placement()).code())
        .isEqualTo(ErrorCode.NO_ACCELERATOR);
    assertThat(decision.placement().reason())
        .isEqualTo(
            "no node may run shop.v1.Vision/detect: it needs tpu-v4, which no node has that offers"
                + " it (plain, fast). The fleet has gpu NVIDIA T4, 16.0 GB on fast. Ask for what a"
                + " node has, or start a node that has this; what an agent does not find can be"
                + " declared with its --accelerators");
  }

  @Test
  void what_a_method_needs_holds_for_every_call_of_it() {
    Invocation call =
        Fleets.call(Fleets.DETECT.needing(new Needs("gpu", 32_000_000_000L)), Fleets.START);
    Decision decision = place(call, with(Fleets.edge("plain")), with(Fleets.cloud("small"), T4));
    assertThat(decision.placement().reason())
        .startsWith("no node may run shop.v1.Vision/detect: it needs gpu with 32.0 GB, which");
  }

  @Test
  void a_fleet_without_any_says_so() {
    assertThat(place(needing("gpu"), with(Fleets.edge("plain"))).placement().reason())
        .contains("No node of the fleet has an accelerator.");
  }

  @Test
  void a_node_that_has_it_but_is_away_is_what_stands_in_the_way() {
    NodeView away =
        new NodeView(
            Fleets.cloud("fast"),
            Liveness.DEAD,
            false,
            Fleets.up(Fleets.cloud("fast")).methods(),
            List.of(T4));
    Decision decision = place(needing("gpu"), with(Fleets.edge("plain")), away);
    assertThat(((Placement.Refuse) decision.placement()).code()).isEqualTo(ErrorCode.NO_NODE);
    assertThat(decision.placement().reason())
        .contains("plain: the call needs gpu; the node has none")
        .endsWith("See whether these agents run and can be reached from here");
  }

  @Test
  void a_wish_goes_before_the_preferred_tier_and_says_what_it_costs() {
    Router router = new Router(RouterSettings.DEFAULT, new Estimates(RouterSettings.DEFAULT));
    FleetView view = Fleets.view(with(Fleets.edge("plain")), with(Fleets.cloud("fast"), T4));
    Placement placement =
        router.place(wishing("gpu"), view, Attempt.FIRST, Fleets.START).placement();
    assertThat(((Placement.Run) placement).node().name()).isEqualTo("fast");
    assertThat(placement.reason())
        .contains("of the nodes that may run this call only it has gpu, which it would rather");
  }

  @Test
  void a_wish_that_nobody_grants_is_told_and_changes_nothing() {
    Invocation plain = Fleets.call(Fleets.DETECT, Fleets.START);
    NodeView[] nodes = {with(Fleets.edge("plain")), with(Fleets.cloud("fast"), T4)};
    Placement.Run wished = (Placement.Run) place(wishing("tpu-v4"), nodes).placement();
    Placement.Run run = (Placement.Run) place(plain, nodes).placement();
    assertThat(wished.node()).isEqualTo(run.node());
    assertThat(wished.reason())
        .isEqualTo(
            run.reason()
                + "; no node that may run it has tpu-v4, which the call would rather have");
  }

  @Test
  void a_call_without_needs_goes_wherever_it_would_go() {
    Invocation call = Fleets.call(Fleets.DETECT, Fleets.START);
    assertThat(place(call, with(Fleets.edge("plain")), with(Fleets.cloud("fast"), T4)))
        .isEqualTo(place(call, Fleets.up(Fleets.edge("plain")), Fleets.up(Fleets.cloud("fast"))));
  }
}

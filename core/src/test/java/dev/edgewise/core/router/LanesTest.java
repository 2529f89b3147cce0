package dev.edgewise.core.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Decision;
import dev.edgewise.core.LaneLoad;
import dev.edgewise.core.Load;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Node;
import dev.edgewise.core.Placement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls that nodes put together: a batch of n takes 5 + n ms everywhere here. */
final class LanesTest {
  private static final MethodContract METHOD = Fleets.DETECT;
  private static final Node A = Fleets.edge("a");
  private static final Node B = Fleets.edge("b");

  private final Estimates estimates = new Estimates(RouterSettings.DEFAULT);
  private final Router router = new Router(RouterSettings.DEFAULT, estimates);
  private long now = Fleets.START;

  private static LaneLoad lane(int waiting, int cap, double startsInMillis, double loadMillis) {
    double batch = 5 + waiting + 1;
    return new LaneLoad(
        METHOD.fullName(),
        waiting,
        cap - waiting,
        Fleets.ms(startsInMillis),
        Fleets.ms(batch),
        Fleets.ms(waiting == 0 ? 6 : 1),
        Fleets.ms(6),
        Fleets.ms(loadMillis));
  }

  private void says(Node node, LaneLoad lane) {
    Load load = new Load(0, 0, 4, Duration.ZERO, false, 1, List.of(lane));
    estimates.probed(node.name(), Fleets.ms(2), load, now);
  }

  private Placement.Run place(Duration deadline) {
    Decision decision =
        router.place(
            Fleets.call(METHOD, 100, Label.INTERNAL, Optional.empty(), now + deadline.toNanos()),
            Fleets.view(Fleets.up(A), Fleets.up(B)),
            Attempt.FIRST,
            now);
    return (Placement.Run) decision.placement();
  }

  @Test
  void a_call_joins_the_batch_that_is_about_to_leave() {
    says(A, lane(3, 32, 3, 0));
    says(B, lane(0, 32, 0, 0));
    Placement.Run run = place(Fleets.ms(100));
    assertThat(run.node()).isEqualTo(A);
    assertThat(run.reason()).contains("; joins a batch of 3");
    // 2 ms on the way, 2 of the 3 ms are left to wait, 9 ms for a batch of four.
    assertThat(run.expected()).isBetween(Fleets.ms(12), Fleets.ms(14));
  }

  @Test
  void not_when_that_would_come_too_late() {
    says(A, lane(3, 32, 3, 0));
    says(B, lane(0, 32, 0, 0));
    assertThat(place(Fleets.ms(12)).node()).isEqualTo(B);
  }

  @Test
  void nor_when_it_leaves_so_late_that_opening_one_costs_less() {
    says(A, lane(3, 32, 8, 0));
    says(B, lane(0, 32, 0, 0));
    assertThat(place(Fleets.ms(100)).node()).isEqualTo(B);
  }

  @Test
  void a_batch_that_has_left_is_not_joined() {
    says(A, lane(3, 32, 3, 0));
    now += Fleets.ms(4).toNanos();
    says(B, lane(0, 32, 0, 0));
    assertThat(place(Fleets.ms(100)).reason()).doesNotContain("joins");
  }

  @Test
  void what_this_caller_sent_fills_the_batch_and_the_next_one_goes_elsewhere() {
    says(A, lane(3, 6, 3, 0));
    says(B, lane(0, 6, 0, 0));
    List<String> nodes =
        IntStream.range(0, 4)
            .mapToObj(
                i -> {
                  Node node = place(Fleets.ms(100)).node();
                  var unused = estimates.begin(node.name(), METHOD, 100, now + 1 + i);
                  return node.name();
                })
            .toList();
    assertThat(nodes).containsExactly("a", "a", "a", "b");
  }

  @Test
  void a_cold_model_costs_its_load_and_a_warm_one_wins_while_it_is_in_time() {
    says(A, lane(0, 32, 0, 1_200));
    says(B, lane(8, 32, 300, 0));
    Placement.Run run = place(Duration.ofSeconds(5));
    assertThat(run.node()).isEqualTo(B);
    assertThat(run.reason()).contains("the model is cold there, 1.2 s to load");

    says(B, lane(8, 32, 4_000, 0));
    run = place(Duration.ofSeconds(10));
    assertThat(run.node()).isEqualTo(A);
    assertThat(run.reason()).contains("; the model is cold, 1.2 s to load");
  }

  @Test
  void a_report_of_ten_seconds_ago_says_nothing_any_more() {
    says(A, lane(0, 32, 0, 1_200));
    says(B, lane(0, 32, 0, 0));
    now += Duration.ofSeconds(11).toNanos();
    assertThat(place(Duration.ofSeconds(5)).reason()).doesNotContain("cold");
  }

  @Test
  void a_node_that_names_ever_new_methods_is_remembered_for_a_few() {
    for (int i = 0; i < 1_000; i++) {
      LaneLoad other =
          new LaneLoad(
              "m" + i,
              0,
              1,
              Duration.ZERO,
              Duration.ZERO,
              Duration.ZERO,
              Duration.ZERO,
              Duration.ofSeconds(1));
      says(A, other);
    }
    says(B, lane(0, 32, 0, 0));
    assertThat(place(Duration.ofSeconds(5)).node()).isNotNull();
  }
}

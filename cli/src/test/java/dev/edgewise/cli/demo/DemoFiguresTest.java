package dev.edgewise.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.edgewise.cli.demo.DemoEvent.Call;
import dev.edgewise.cli.demo.DemoEvent.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

final class DemoFiguresTest {
  private static final String SLOW = "nyc-edge01";
  private static final String OTHER = "london-edge02";

  private static Call call(double at, String node) {
    return new Call(at, 10, node, "edge", true, "");
  }

  private static Call failed(double at, double took) {
    return new Call(at, took, "", "", false, "lost");
  }

  /** Ten calls a second, from 0 on, each to the node that {@code chosen} names. */
  private static List<Call> steady(int calls, IntFunction<String> chosen) {
    List<Call> made = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      made.add(call(i * 100.0, chosen.apply(i)));
    }
    return made;
  }

  @Test
  void a_share_counts_answered_calls_that_were_made_in_the_span() {
    List<Call> calls =
        List.of(call(0, SLOW), call(100, OTHER), call(200, SLOW), failed(250, 5), call(300, SLOW));

    assertThat(DemoFigures.share(calls, SLOW, 0, 300)).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(DemoFigures.share(calls, SLOW, 300, 400)).isEqualTo(1);
    assertThat(DemoFigures.share(calls, SLOW, 400, 500)).isZero();
  }

  @Test
  void calls_have_moved_once_every_later_second_holds_at_most_a_tenth() {
    // Slowed at 1000; the last call goes there at 1500, the next elsewhere; one straggler in ten is
    // allowed.
    List<Call> calls = steady(80, i -> i <= 15 || i == 40 ? SLOW : OTHER);

    assertThat(DemoFigures.millisToMove(calls, SLOW, 1000, 8000)).hasValue(600);
  }

  @Test
  void calls_that_come_back_have_not_moved_before() {
    List<Call> calls = steady(80, i -> i <= 15 || i == 40 || i == 41 ? SLOW : OTHER);

    // Seconds that begin at 4000 and before hold two of ten.
    assertThat(DemoFigures.millisToMove(calls, SLOW, 1000, 8000)).hasValue(3200);
  }

  @Test
  void a_single_call_after_the_slowing_is_not_passed_over() {
    // Less than a tenth of its second, and yet the calls had not moved at 0 ms.
    List<Call> calls = steady(80, i -> i <= 10 ? SLOW : OTHER);

    assertThat(DemoFigures.millisToMove(calls, SLOW, 1000, 8000)).hasValue(100);
  }

  @Test
  void a_node_that_gets_no_calls_is_left_at_once() {
    assertThat(DemoFigures.millisToMove(steady(80, i -> OTHER), SLOW, 1000, 8000)).hasValue(0);
  }

  @Test
  void calls_that_stay_have_not_moved() {
    assertThat(DemoFigures.millisToMove(steady(80, i -> SLOW), SLOW, 1000, 8000)).isEmpty();
    assertThat(DemoFigures.millisToMove(steady(80, i -> i < 75 ? SLOW : OTHER), SLOW, 1000, 8000))
        .isEmpty();
  }

  @Test
  void without_a_whole_second_to_watch_nothing_is_claimed() {
    assertThat(DemoFigures.millisToMove(steady(15, i -> OTHER), SLOW, 1000, 1500)).isEmpty();
  }

  @Test
  void whatever_the_calls_after_the_move_every_second_is_free_of_the_node() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      int turn = random.nextInt(70);
      List<Call> calls =
          steady(100, i -> random.nextDouble() < (i < turn ? 0.6 : 0.03) ? SLOW : OTHER);
      DemoFigures.millisToMove(calls, SLOW, 0, 10_000)
          .ifPresent(
              moved -> {
                for (Call call : calls) {
                  if (call.at() >= moved && call.at() + 1000 <= 10_000) {
                    assertThat(DemoFigures.share(calls, SLOW, call.at(), call.at() + 1000))
                        .isLessThanOrEqualTo(0.10);
                  }
                }
              });
    }
  }

  @Test
  void a_call_under_way_at_the_kill_counts_as_one_that_may_fail() {
    List<Call> calls = List.of(failed(100, 50), failed(100, 200), failed(300, 5), call(300, OTHER));

    assertThat(DemoFigures.failedSince(calls, 200)).isEqualTo(2);
  }

  @Test
  void calls_of_a_span_are_counted_by_when_they_were_made_and_failed_ones_by_when_they_ended() {
    List<Call> calls =
        List.of(
            failed(100, 50), failed(100, 200), call(250, OTHER), failed(300, 5), call(400, SLOW));

    assertThat(DemoFigures.madeIn(calls, 200, 400)).isEqualTo(2);
    assertThat(DemoFigures.failedIn(calls, 200, 400)).isEqualTo(2);
    assertThat(DemoFigures.failedIn(calls, 310, 400)).isZero();
  }

  @Test
  void a_kill_is_noticed_when_the_node_is_no_longer_alive() {
    List<Node> states =
        List.of(
            new Node(SLOW, "ALIVE", 100),
            new Node(OTHER, "DEAD", 2010),
            new Node(SLOW, "SUSPECT", 500),
            new Node(SLOW, "DEAD", 2040),
            new Node(SLOW, "SUSPECT", 2090));

    assertThat(DemoFigures.millisToDetect(states, SLOW, 2000)).hasValue(40);
    assertThat(DemoFigures.millisToDetect(states, SLOW, 2100)).isEmpty();
  }

  @Test
  void two_clocks_that_differ_a_little_give_no_negative_time() {
    assertThat(DemoFigures.millisToDetect(List.of(new Node(SLOW, "DEAD", 1998)), SLOW, 2000))
        .hasValue(0);
  }

  @Test
  void the_busiest_edge_is_the_one_with_most_answers_in_the_span() {
    List<Call> calls =
        List.of(
            call(0, SLOW),
            call(1, SLOW),
            call(10, SLOW),
            call(11, OTHER),
            call(12, OTHER),
            new Call(13, 1, "west1", "cloud", true, ""));

    assertThat(DemoFigures.busiest(calls, "edge", 0, 20)).contains(SLOW);
    assertThat(DemoFigures.busiest(calls, "edge", 5, 20)).contains(OTHER);
    assertThat(DemoFigures.busiest(calls, "edge", 50, 60)).isEmpty();
  }

  @Test
  void a_percentile_is_one_of_the_durations() {
    List<Double> durations = List.of(5.0, 1.0, 4.0, 2.0, 3.0);

    assertThat(DemoFigures.percentile(durations, 50)).isEqualTo(3);
    assertThat(DemoFigures.percentile(durations, 99)).isEqualTo(5);
    assertThat(DemoFigures.percentile(durations, 0)).isEqualTo(1);
    assertThat(DemoFigures.percentile(List.of(), 99)).isZero();
  }
}

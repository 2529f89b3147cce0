package dev.edgewise.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.cli.demo.DemoEvent.Order;
import dev.edgewise.cli.demo.ScaleFigures.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ScaleFiguresTest {
  private static Order order(double at, double took) {
    return new Order(at, 0, took, "west1-2", true, "");
  }

  private static Order failed(double at) {
    return new Order(at, 0, 20_000, "", false, "EW6002 too late");
  }

  private static ZoneLook look(double at, int ready, int leaving, double nodeSeconds) {
    return new ZoneLook(at, ready, 0, 0, leaving, nodeSeconds);
  }

  @Test
  void a_step_has_the_orders_that_came_in_it_and_the_nodes_at_its_end() {
    ScaleReport.Step step =
        ScaleFigures.step(
            new Part("sale", 60, 1_000, 3_000),
            List.of(order(999, 100), order(1_000, 100), order(2_999, 6_000), order(3_000, 100)),
            List.of(look(900, 1, 0, 5), look(2_900, 2, 0, 8.4), look(3_100, 3, 0, 9)));

    assertThat(step).isEqualTo(new ScaleReport.Step("sale", 2, 60, 2, 0, 2, 50, 100, 6_000, 3.4));
  }

  @Test
  void a_step_without_orders_has_none_that_was_late() {
    ScaleReport.Step step = ScaleFigures.step(new Part("at rest", 0, 0, 10), List.of(), List.of());

    assertThat(step).isEqualTo(new ScaleReport.Step("at rest", 0, 0, 0, 0, 0, 100, 0, 0, 0));
  }

  @Test
  void on_time_is_within_three_seconds_and_an_order_that_failed_is_not() {
    assertThat(ScaleFigures.onTimePercent(List.of(order(0, 3_000), order(0, 3_001), failed(0))))
        .isEqualTo(33.3);
    assertThat(ScaleFigures.failed(List.of(order(0, 5_001), failed(0)))).isEqualTo(1);
  }

  @Test
  void hundred_percent_are_all_of_them() {
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < 9_999; i++) {
      orders.add(order(i, 100));
    }
    orders.add(order(0, 6_000));

    assertThat(ScaleFigures.onTimePercent(orders)).isEqualTo(99.9);
  }

  @Test
  void zero_is_reached_when_no_node_is_left_and_none_came_after() {
    List<Order> orders = List.of(order(0, 1_000));

    assertThat(
            ScaleFigures.millisToZero(
                orders, List.of(look(1_500, 1, 0, 0), look(2_000, 0, 1, 0), look(2_500, 0, 0, 0))))
        .isEqualTo(1_500);
    assertThat(
            ScaleFigures.millisToZero(
                orders, List.of(look(1_500, 0, 0, 0), look(2_000, 1, 0, 0), look(2_500, 0, 0, 0))))
        .isEqualTo(1_500);
    assertThat(ScaleFigures.millisToZero(orders, List.of(look(2_500, 0, 1, 0))))
        .isEqualTo(ScaleReport.NEVER);
    assertThat(ScaleFigures.millisToZero(orders, List.of())).isEqualTo(ScaleReport.NEVER);
  }

  @Test
  void the_parts_of_a_story_cost_what_all_of_it_costs() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      List<ZoneLook> looks = new ArrayList<>();
      double seconds = 0;
      for (int i = 0; i < 50; i++) {
        seconds += random.nextDouble();
        looks.add(look(i * 100, random.nextInt(4), 0, seconds));
      }
      double cut = random.nextDouble(5_000);
      double end = cut + random.nextDouble(5_000);

      assertThat(
              ScaleFigures.nodeSeconds(looks, 0, cut) + ScaleFigures.nodeSeconds(looks, cut, end))
          .isCloseTo(
              ScaleFigures.nodeSeconds(looks, 0, end), org.assertj.core.data.Offset.offset(1e-9));
      assertThat(ScaleFigures.nodeSeconds(looks, cut, end)).isNotNegative();
    }
  }

  @Test
  void the_peak_is_of_nodes_that_took_calls() {
    assertThat(ScaleFigures.peak(List.of(look(0, 1, 3, 0), look(1, 2, 0, 0), look(2, 0, 2, 0))))
        .isEqualTo(2);
  }
}

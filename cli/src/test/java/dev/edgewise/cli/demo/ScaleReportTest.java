package dev.edgewise.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.cli.Golden;
import dev.edgewise.cli.demo.DemoEvent.Order;
import dev.edgewise.cli.demo.ScaleFigures.Part;
import dev.edgewise.cli.shell.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScaleReportTest {
  private static final String FILE = ScaleZone.file(Path.of("/dist/lib/tickets.jar"));
  private static final List<Part> PARTS =
      List.of(
          new Part("at rest", 0, 0, 4_000),
          new Part("the first order", 0, 4_000, 5_250),
          new Part("a quiet day", 2, 5_250, 13_250),
          new Part("the sale, first 30 s", 60, 13_250, 43_250),
          new Part("the sale goes on", 60, 43_250, 53_250),
          new Part("nearly sold out", 10, 53_250, 63_000),
          new Part("back to zero", 0, 63_000, 74_500));
  private static final List<ZoneLook> LOOKS =
      List.of(
          new ZoneLook(0, 0, 0, 0, 0, 4.2),
          new ZoneLook(4_000, 0, 0, 0, 0, 4.2),
          new ZoneLook(5_200, 1, 0, 0, 0, 5.3),
          new ZoneLook(13_200, 1, 0, 0, 0, 13.3),
          new ZoneLook(17_000, 1, 1, 0, 0, 17.2),
          new ZoneLook(43_200, 2, 0, 0, 0, 69.3),
          new ZoneLook(53_200, 2, 0, 0, 0, 89.3),
          new ZoneLook(62_900, 1, 0, 0, 0, 106.1),
          new ZoneLook(70_000, 0, 0, 0, 1, 113.3),
          new ZoneLook(74_400, 0, 0, 0, 0, 116.9));
  private static final List<ScaleReport.Event> EVENTS =
      List.of(
          new ScaleReport.Event(4.0, "west1-2", "starts", "woken for Tickets/buy"),
          new ScaleReport.Event(4.9, "west1-2", "is ready after 0.9 s", ""),
          new ScaleReport.Event(
              16.9,
              "west1-3",
              "starts",
              "58.2 calls/s of 0.1 s: 2 nodes have 100.0 % on time, 1 node has 71.3 % on time"),
          new ScaleReport.Event(74.3, "west1-2", "has ended", ""));

  private static List<Order> orders(double slowMillis, double late) {
    List<Order> orders = new ArrayList<>();
    orders.add(new Order(4_010, 1, 1_112, "west1-2", true, ""));
    for (double at = 5_300; at < 13_000; at += 500) {
      orders.add(new Order(at, 0.2, 104, "west1-2", true, ""));
    }
    for (double at = 13_300; at < 53_200; at += 50) {
      orders.add(new Order(at, late, at < 20_000 ? slowMillis : 106, "west1-3", true, ""));
    }
    for (double at = 53_300; at < 63_000; at += 100) {
      orders.add(new Order(at, 0.2, 103, "west1-2", true, ""));
    }
    return orders;
  }

  private static ScaleReport report(List<Order> orders, List<ZoneLook> looks, double slowestStart) {
    return ScaleReport.of(
        FILE,
        new ScaleReport.Story(
            PARTS, 3, orders, looks, EVENTS, "nothing is called", slowestStart, 4.2));
  }

  @Test
  void as_json_it_has_the_promised_fields() {
    Golden.check("demo-scale.json", Json.of(report(orders(2_400, 1), LOOKS, 1_900)) + "\n");
  }

  @Test
  void as_text_it_tells_the_story_at_a_glance() {
    Golden.check("demo-scale.txt", ScaleText.of(report(orders(2_400, 1), LOOKS, 1_900)));
  }

  @Test
  void what_holds_is_not_broken() {
    ScaleReport report = report(orders(2_400, 1), LOOKS, 1_900);

    assertThat(report.broken()).isEmpty();
    assertThat(report.steps())
        .extracting(ScaleReport.Step::nodes)
        .containsExactly(0, 1, 1, 2, 2, 1, 0);
    assertThat(report.seen().judged()).isTrue();
    assertThat(report.wakeMillis()).isEqualTo(1_112);
  }

  @Test
  void what_is_not_as_promised_is_named() {
    List<Order> orders = new ArrayList<>(orders(5_100, 1));
    orders.set(0, new Order(4_010, 1, 20_000, "", false, "EW6031 quarantined"));
    ScaleReport report =
        report(
            orders,
            List.of(new ZoneLook(0, 0, 0, 0, 0, 0), new ZoneLook(9_000, 1, 0, 0, 0, 1)),
            1_900);

    assertThat(report.broken())
        .containsExactly(
            "1 of 912 orders failed, the first with: EW6031 quarantined",
            "the first order did not wake zone west1",
            "no node was added under load",
            "zone west1 did not come back to zero nodes: nothing is called",
            "77.6 % were on time in the first 30 s of the sale (promised: 95 %)");
    assertThat(ScaleText.of(report)).contains("(never)", "did not come back to zero nodes");
  }

  /** No promise can be kept without a processor; what was seen is told all the same. */
  @Test
  void a_machine_that_was_too_busy_by_its_own_figures_is_not_judged_but_told() {
    ScaleReport starved = report(orders(5_100, 300), LOOKS, 1_900);
    ScaleReport slow = report(orders(5_100, 1), LOOKS, 5_500);

    assertThat(starved.broken()).isEmpty();
    assertThat(slow.broken()).isEmpty();
    assertThat(ScaleText.of(starved)).contains("77.6 %", "300 ms late themselves");
    assertThat(ScaleText.of(slow)).contains("up to 5.5 s to start");
  }

  @Test
  void a_machine_is_never_too_busy_for_failed_orders_or_a_node_that_stays() {
    List<Order> orders = new ArrayList<>(orders(5_100, 300));
    orders.add(new Order(30_000, 300, 20_000, "", false, "EW6002"));
    ScaleReport report = report(orders, LOOKS.subList(0, 9), 5_500);

    assertThat(report.broken())
        .containsExactly(
            "1 of 913 orders failed, the first with: EW6002",
            "zone west1 did not come back to zero nodes: nothing is called");
  }
}

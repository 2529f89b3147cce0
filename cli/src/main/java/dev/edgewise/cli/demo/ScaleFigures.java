package dev.edgewise.cli.demo;

import dev.edgewise.cli.demo.DemoEvent.Order;
import dev.edgewise.cli.shell.Words;
import java.util.List;

/** From orders and looks at the zone to numbers. Pure; times are milliseconds since the epoch. */
final class ScaleFigures {
  private ScaleFigures() {}

  /**
   * A part of the story.
   *
   * @param load buyers a second
   */
  record Part(String name, int load, double from, double to) {}

  static ScaleReport.Step step(Part part, List<Order> orders, List<ZoneLook> looks) {
    List<Order> here = within(orders, part.from(), part.to());
    List<Double> took = here.stream().map(Order::took).toList();
    return new ScaleReport.Step(
        part.name(),
        Words.rounded((part.to() - part.from()) / 1000, 1),
        part.load(),
        here.size(),
        failed(here),
        looks.stream()
            .filter(look -> look.at() <= part.to())
            .reduce((earlier, later) -> later)
            .map(ZoneLook::ready)
            .orElse(0),
        onTimePercent(here),
        Words.rounded(DemoFigures.percentile(took, 50), 1),
        Words.rounded(DemoFigures.percentile(took, 99), 1),
        Words.rounded(nodeSeconds(looks, part.from(), part.to()), 1));
  }

  /** Those whose buyers came in {@code [from, to)}. */
  static List<Order> within(List<Order> orders, double from, double to) {
    return orders.stream().filter(order -> order.at() >= from && order.at() < to).toList();
  }

  static int failed(List<Order> orders) {
    return (int) orders.stream().filter(order -> !order.ok()).count();
  }

  /** One that failed is not on time; 100 when there are none. */
  static double onTimePercent(List<Order> orders) {
    long onTime =
        orders.stream()
            .filter(order -> order.ok() && order.took() <= ScaleZone.ON_TIME.toMillis())
            .count();
    // Down, so that 100 stays for all of them.
    return orders.isEmpty() ? 100 : Math.floor(1000.0 * onTime / orders.size()) / 10;
  }

  /** Most nodes that took calls at once. */
  static int peak(List<ZoneLook> looks) {
    return looks.stream().mapToInt(ZoneLook::ready).max().orElse(0);
  }

  /** What was paid for in a span, as far as it was looked at. */
  static double nodeSeconds(List<ZoneLook> looks, double from, double to) {
    return counted(looks, to) - counted(looks, from);
  }

  private static double counted(List<ZoneLook> looks, double until) {
    double counted = looks.isEmpty() ? 0 : looks.getFirst().nodeSeconds();
    for (ZoneLook look : looks) {
      if (look.at() <= until) {
        counted = look.nodeSeconds();
      }
    }
    return counted;
  }

  /**
   * From the end of the last order until there was no node any more, and none came; {@link
   * ScaleReport#NEVER} when there still is one.
   */
  static double millisToZero(List<Order> orders, List<ZoneLook> looks) {
    double last = orders.stream().mapToDouble(order -> order.at() + order.took()).max().orElse(0);
    double zero = ScaleReport.NEVER;
    for (ZoneLook look : looks) {
      if (look.all() > 0) {
        zero = ScaleReport.NEVER;
      } else if (zero < 0) {
        zero = look.at();
      }
    }
    return zero < 0 ? ScaleReport.NEVER : Math.max(0, zero - last);
  }

  /** By so much buyers came too late themselves; 99 of 100 by less. */
  static double lateMillis(List<Order> orders) {
    return DemoFigures.percentile(orders.stream().map(Order::late).toList(), 99);
  }
}

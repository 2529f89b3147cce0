package dev.edgewise.cli.demo;

import dev.edgewise.cli.demo.DemoEvent.Order;
import dev.edgewise.cli.demo.ScaleFigures.Part;
import dev.edgewise.cli.shell.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code edgewise demo --scale -o json} prints; the components are the fields of the document,
 * in this order. A time of −1 stands for what did not happen.
 *
 * @param zone its name
 * @param zoneFile the text of the file that it was made from
 * @param steps the story, in order
 * @param calls all orders
 * @param failed those without a ticket, or with a wrong one
 * @param firstError of those; empty when there are none
 * @param wakeMillis from the first order to its ticket, while no node ran
 * @param backToZeroMillis from the end of the last order to the end of the last node
 * @param because why the zone has as many nodes as it has at the end, in its scaler's words
 * @param peakNodes most nodes that took calls at once
 * @param nodeSeconds of all nodes, from start to end of each
 * @param seconds the whole story
 * @param learningNodeSeconds of the node that was started once before, to learn what the zone
 *     offers
 * @param events what the zone did, and why
 */
record ScaleReport(
    String schema,
    String zone,
    String zoneFile,
    List<Step> steps,
    int calls,
    int failed,
    String firstError,
    double wakeMillis,
    double backToZeroMillis,
    String because,
    int peakNodes,
    double nodeSeconds,
    double seconds,
    double learningNodeSeconds,
    Cost cost,
    Promised promised,
    Seen seen,
    List<Event> events) {
  static final String SCHEMA = "edgewise.demo.scale/1";

  /** How long the sale's opening is. */
  static final Duration OPENING = Duration.ofSeconds(30);

  /** Buyers that come later than this themselves are on a machine without a free processor. */
  private static final double MOST_LATE_MILLIS = 250;

  private static final Promised PROMISED =
      new Promised(ScaleZone.ON_TIME.toMillis(), (int) OPENING.toSeconds(), 95, 99);

  /** A number that could not be measured, because what it stands for did not happen. */
  static final double NEVER = -1;

  ScaleReport {
    steps = List.copyOf(steps);
    events = List.copyOf(events);
  }

  /**
   * A part of the story.
   *
   * @param loadPerSecond buyers that come each second
   * @param calls of buyers that came in this step
   * @param nodes that took calls at its end
   * @param onTimePercent of its calls; 100 when there were none
   * @param p50Millis 0 when there were no calls
   * @param nodeSeconds that were paid for in it
   */
  record Step(
      String name,
      double seconds,
      int loadPerSecond,
      int calls,
      int failed,
      int nodes,
      double onTimePercent,
      double p50Millis,
      double p99Millis,
      double nodeSeconds) {}

  /**
   * Money, in whatever currency.
   *
   * @param perNodeHour as the zone's file says
   * @param spent on the nodes of this story
   * @param peakAllTheTime what as many nodes as at the peak would have cost, kept all the time
   */
  record Cost(double perNodeHour, double spent, double peakAllTheTime) {}

  /**
   * What the demo promises of the step from few orders to many.
   *
   * @param onTimeMillis an order that takes longer is late
   * @param firstSeconds how long the first part of the step lasts
   * @param firstPercent so many are on time in that part at least
   * @param laterPercent and so many after it
   */
  record Promised(long onTimeMillis, int firstSeconds, double firstPercent, double laterPercent) {}

  /**
   * What was seen of it.
   *
   * @param lateMillis by so much the buyers came too late themselves (99 of 100 by less):
   *     processors were busy
   * @param slowestStartMillis of the nodes that were started then
   * @param judged false when the machine was too busy to hold the promise against it: by one of the
   *     two figures before
   */
  record Seen(
      double firstPercent,
      double laterPercent,
      double lateMillis,
      double slowestStartMillis,
      boolean judged) {}

  /** What the zone did {@code seconds} after the story's begin. */
  record Event(double seconds, String node, String what, String because) {}

  /** A zone is shown from its file. */
  static ScaleReport of(String zoneFile, Story story) {
    List<ZoneLook> looks = story.looks();
    List<Order> orders = story.orders();
    double begun = story.parts().getFirst().from();
    double end = story.parts().getLast().to();
    double seconds = (end - begun) / 1000;
    double nodeSeconds = ScaleFigures.nodeSeconds(looks, begun, end);
    int peak = ScaleFigures.peak(looks);
    return new ScaleReport(
        SCHEMA,
        ScaleZone.NAME,
        zoneFile,
        story.parts().stream().map(part -> ScaleFigures.step(part, orders, looks)).toList(),
        orders.size(),
        ScaleFigures.failed(orders),
        orders.stream().filter(order -> !order.ok()).findFirst().map(Order::error).orElse(""),
        orders.stream()
            .findFirst()
            .filter(Order::ok)
            .map(order -> Words.rounded(order.took(), 0))
            .orElse(NEVER),
        Words.rounded(ScaleFigures.millisToZero(orders, looks), 0),
        story.because(),
        peak,
        Words.rounded(nodeSeconds, 1),
        Words.rounded(seconds, 1),
        Words.rounded(story.learningNodeSeconds(), 1),
        new Cost(
            ScaleZone.COST_PER_HOUR,
            Words.rounded(ScaleText.money(nodeSeconds), 4),
            Words.rounded(ScaleText.money(peak * seconds), 4)),
        PROMISED,
        story.seen(),
        story.events());
  }

  /**
   * What was heard and seen. Times are milliseconds since the epoch.
   *
   * @param parts in order
   * @param sale which of them is the sale's opening; the next is what comes after it
   * @param orders in the order in which they ended
   * @param slowestStartMillis of a node
   */
  record Story(
      List<Part> parts,
      int sale,
      List<Order> orders,
      List<ZoneLook> looks,
      List<Event> events,
      String because,
      double slowestStartMillis,
      double learningNodeSeconds) {
    Story {
      parts = List.copyOf(parts);
      orders = List.copyOf(orders);
      looks = List.copyOf(looks);
      events = List.copyOf(events);
    }

    private Seen seen() {
      List<Order> first = within(parts.get(sale));
      List<Order> later = within(parts.get(sale + 1));
      double late = Math.max(ScaleFigures.lateMillis(first), ScaleFigures.lateMillis(later));
      return new Seen(
          ScaleFigures.onTimePercent(first),
          ScaleFigures.onTimePercent(later),
          Words.rounded(late, 1),
          Words.rounded(slowestStartMillis, 0),
          late <= MOST_LATE_MILLIS && slowestStartMillis <= PROMISED.onTimeMillis());
    }

    private List<Order> within(Part part) {
      return ScaleFigures.within(orders, part.from(), part.to());
    }
  }

  /** What is not as promised, in words; empty when all is well. */
  List<String> broken() {
    List<String> broken = new ArrayList<>();
    if (failed > 0) {
      broken.add(failed + " of " + calls + " orders failed, the first with: " + firstError);
    }
    if (wakeMillis < 0) {
      broken.add("the first order did not wake zone " + zone);
    }
    if (peakNodes < 2) {
      broken.add("no node was added under load");
    }
    if (backToZeroMillis < 0) {
      broken.add("zone " + zone + " did not come back to zero nodes: " + because);
    }
    if (seen.judged()) {
      addIfLess(
          broken,
          "in the first " + promised.firstSeconds() + " s of the sale",
          seen.firstPercent(),
          promised.firstPercent());
      addIfLess(broken, "after them", seen.laterPercent(), promised.laterPercent());
    }
    return broken;
  }

  private static void addIfLess(List<String> broken, String when, double seen, double promised) {
    if (seen < promised) {
      broken.add(
          String.format(
              Locale.ROOT, "%.1f %% were on time %s (promised: %.0f %%)", seen, when, promised));
    }
  }
}

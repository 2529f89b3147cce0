package dev.edgewise.cli.demo;

import dev.edgewise.cli.shell.TextTable;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.sdk.wire.operator.ZoneReport;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** The demo of scaling, for people. Pure. */
final class ScaleText {
  private ScaleText() {}

  /**
   * How things are now.
   *
   * @param seconds since the story's begin
   * @param onTime percent of the orders since the load is as it is
   */
  static String line(
      double seconds, int load, ZoneLook zone, OptionalDouble onTime, double nodeSeconds) {
    return String.format(
            Locale.ROOT,
            "%4.0f s  %-12s  %-22s  %-15s  cost %.4f",
            seconds,
            load == 0 ? "nobody comes" : load + " orders/s",
            zone.words(),
            onTime.isPresent() ? percent(onTime.getAsDouble()) + " on time" : "",
            money(nodeSeconds))
        .stripTrailing();
  }

  /** What the zone has done, and why. */
  static String event(ZoneReport.Event event) {
    return "        "
        + (event.node().isEmpty() ? event.zone() : event.node())
        + " "
        + sentence(event.what(), event.because());
  }

  private static String sentence(String what, String because) {
    return what + (because.isEmpty() ? "" : ": " + because);
  }

  static double money(double nodeSeconds) {
    return nodeSeconds * ScaleZone.COST_PER_HOUR / 3600;
  }

  /** The whole of it. */
  static String of(ScaleReport report) {
    StringBuilder text =
        new StringBuilder("\nA zone from zero, a sale, and back to zero\n\n")
            .append(steps(report))
            .append('\n')
            .append(onTime(report))
            .append(cost(report));
    text.append("\nWhat zone ").append(report.zone()).append(" did, and why\n\n");
    TextTable events = new TextTable(">AFTER", "NODE", "WHAT");
    for (ScaleReport.Event event : report.events()) {
      events.row(
          String.format(Locale.ROOT, "%.1f s", event.seconds()),
          event.node().isEmpty() ? report.zone() : event.node(),
          sentence(event.what(), event.because()));
    }
    text.append(events.text("  "));
    text.append("\nThe zone's file\n\n").append(report.zoneFile().indent(2));
    return text.append(next()).toString();
  }

  private static String steps(ScaleReport report) {
    TextTable steps =
        new TextTable(
            "STEP",
            ">SECONDS",
            ">ORDERS/S",
            ">ORDERS",
            ">NODES",
            ">ON TIME",
            ">P50",
            ">P99",
            ">NODE-SECONDS");
    for (ScaleReport.Step step : report.steps()) {
      boolean called = step.calls() > 0;
      steps.row(
          step.name(),
          String.format(Locale.ROOT, "%.1f", step.seconds()),
          step.loadPerSecond(),
          step.calls(),
          step.nodes(),
          called ? percent(step.onTimePercent()) : "-",
          Words.millis(step.p50Millis()),
          Words.millis(step.p99Millis()),
          String.format(Locale.ROOT, "%.1f", step.nodeSeconds()));
    }
    return steps.text("  ");
  }

  private static String onTime(ScaleReport report) {
    ScaleReport.Promised promised = report.promised();
    ScaleReport.Seen seen = report.seen();
    StringBuilder text = new StringBuilder();
    text.append("  NODES are those that took calls at the step's end. ON TIME is within ")
        .append(promised.onTimeMillis() / 1000)
        .append(" s;\n  promised from the sale's opening on: ")
        .append(Math.round(promised.firstPercent()))
        .append(" % in its first ")
        .append(promised.firstSeconds())
        .append(" s, ")
        .append(Math.round(promised.laterPercent()))
        .append(" % after them.");
    if (!seen.judged()) {
      text.append("\n  That is for a machine with nothing beside it. Here buyers came up to ")
          .append(time(seen.lateMillis()))
          .append(" late themselves,\n  and a node took up to ")
          .append(time(seen.slowestStartMillis()))
          .append(" to start: it is not held against this run.");
    }
    text.append("\n\n  The first order woke the zone and had its ticket after ")
        .append(report.wakeMillis() < 0 ? "(never)" : time(report.wakeMillis()))
        .append(". ")
        .append(report.failed())
        .append(" of ")
        .append(report.calls())
        .append(" orders failed.\n  ");
    return text.append(
            report.backToZeroMillis() < 0
                ? "The zone did not come back to zero nodes.\n"
                : "No node was left " + time(report.backToZeroMillis()) + " after the last.\n")
        .toString();
  }

  private static String cost(ScaleReport report) {
    ScaleReport.Cost cost = report.cost();
    return String.format(
        Locale.ROOT,
        "%n  It cost %.4f, %.0f seconds of a node at %.2f an hour. %s of its peak, kept all the"
            + " time, would%n  have cost %.4f: %.1f times as much, of a story that is half sale."
            + " A shop sleeps longer.%n",
        cost.spent(),
        report.nodeSeconds(),
        cost.perNodeHour(),
        report.peakNodes() == 1 ? "The one node" : "The " + report.peakNodes() + " nodes",
        cost.peakAllTheTime(),
        cost.spent() > 0 ? cost.peakAllTheTime() / cost.spent() : 0);
  }

  private static String next() {
    TextTable commands = new TextTable("COMMAND", "WHAT IT SHOWS");
    commands.row(
        "./edgewise up --zones samples/tickets/west1.yaml",
        "a fleet with this zone, until Ctrl-C; then, beside it:");
    commands.row("./edgewise zone show west1", "the zone's nodes, what was done and why");
    commands.row(
        "./edgewise run samples/tickets --orchestrator=127.0.0.1:7443 --rate=60",
        "a sale, until Ctrl-C");
    commands.row(
        "./edgewise zone scale west1 --nodes 2", "the zone with two nodes, whatever comes");
    return "\nTry next\n\n" + commands.text("  ");
  }

  private static String percent(double percent) {
    return String.format(Locale.ROOT, "%.1f %%", percent);
  }

  private static String time(double millis) {
    return Words.duration(Duration.ofMillis(Math.round(millis)));
  }
}

package dev.edgewise.cli.zone;

import dev.edgewise.cli.shell.Facts;
import dev.edgewise.cli.shell.TextTable;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.sdk.wire.operator.ZoneReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Zones, for people. Pure. */
final class ZoneText {
  private static final List<String> PHASES =
      List.of("ready", "warm", "starting", "draining", "ending");

  private ZoneText() {}

  static String list(List<ZoneReport> zones) {
    if (zones.isEmpty()) {
      return "The orchestrator starts no zone: its key zones names none.\n";
    }
    TextTable table =
        new TextTable("ZONE", ">NODES", ">WANTED", "MIN-MAX", ">COLD START", ">COST", "WHY");
    for (ZoneReport zone : zones) {
      table.row(
          zone.zone(),
          zone.in("ready") + coming(zone),
          zone.wanted(),
          zone.min() + "-" + zone.max() + (zone.warm() == 0 ? "" : ", " + zone.warm() + " warm"),
          Words.duration(zone.coldStart()),
          cost(zone),
          zone.trouble().isEmpty() ? zone.because() : zone.trouble());
    }
    return table.text("");
  }

  private static String coming(ZoneReport zone) {
    long starting = zone.in("starting");
    return starting == 0 ? "" : "+" + starting;
  }

  private static String cost(ZoneReport zone) {
    return zone.costSoFar() <= 0 ? "-" : String.format(Locale.ROOT, "%.4f", zone.costSoFar());
  }

  /** {@code 2 ready, 1 starting}; {@code no node}. */
  static String phases(ZoneReport zone) {
    List<String> parts = new ArrayList<>();
    for (String phase : PHASES) {
      long count = zone.in(phase);
      if (count > 0) {
        parts.add(count + " " + phase);
      }
    }
    return parts.isEmpty() ? "no node" : String.join(", ", parts);
  }

  static String page(ZoneReport zone, Instant now) {
    Facts facts = new Facts();
    facts.add("has", phases(zone));
    facts.add("wanted", zone.wanted() + ": " + zone.because());
    facts.add("blocked", zone.trouble());
    facts.add(
        "held",
        zone.hold()
            .map(
                hold ->
                    "at "
                        + hold.nodes()
                        + " by an operator, "
                        + hold.until()
                            .map(end -> "for another " + Words.duration(Duration.between(now, end)))
                            .orElse("until 'edgewise zone scale " + zone.zone() + " --auto'"))
            .orElse(""));
    facts.add(
        "bounds",
        zone.min()
            + " to "
            + zone.max()
            + " nodes, "
            + zone.warm()
            + " kept warm, "
            + zone.trust());
    facts.add("target", Math.round(zone.onTimeTarget() * 10_000) / 100.0 + " % of calls on time");
    facts.add("cold start", Words.duration(zone.coldStart()));
    facts.add(
        "since start",
        Words.count((int) zone.counts().starts(), "start", "starts")
            + " ("
            + zone.counts().coldStarts()
            + " from zero), "
            + zone.counts().failures()
            + " failed, "
            + Words.count((int) zone.counts().deaths(), "node", "nodes")
            + " lost");
    facts.add("cost so far", zone.costSoFar() <= 0 ? "" : cost(zone));
    facts.add("services", String.join(", ", zone.services()));
    facts.add("accelerators", accelerators(zone));
    StringBuilder text = new StringBuilder(zone.zone()).append('\n').append(facts.text("  "));
    if (!zone.nodes().isEmpty()) {
      TextTable table = new TextTable("NODE", "PHASE", ">FOR", "PROCESS");
      for (ZoneReport.Node node : zone.nodes()) {
        table.row(
            node.name(),
            node.phase(),
            Words.since(node.since(), now),
            Words.orDash(node.process()));
      }
      text.append('\n').append(table.text("  "));
    }
    if (!zone.events().isEmpty()) {
      text.append("\n  what was done, and why\n");
      for (ZoneReport.Event event : zone.events()) {
        text.append("  ").append(line(event, now)).append('\n');
      }
    }
    return text.toString();
  }

  /** Nothing is said of a zone of which no node has registered yet. */
  private static String accelerators(ZoneReport zone) {
    return zone.accelerators().isEmpty() && !zone.services().isEmpty()
        ? "none"
        : String.join(", ", zone.accelerators());
  }

  private static String line(ZoneReport.Event event, Instant now) {
    return Words.since(event.time(), now)
        + " ago  "
        + (event.node().isEmpty() ? event.zone() : event.node())
        + " "
        + event.what()
        + (event.because().isEmpty() ? "" : ": " + event.because());
  }
}

package dev.edgewise.cli.fleet;

import dev.edgewise.cli.shell.Facts;
import dev.edgewise.cli.shell.TextTable;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import dev.edgewise.sdk.wire.operator.FleetStatus.Node;
import dev.edgewise.sdk.wire.operator.GenerationPart;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Nodes, for people. Pure. */
final class NodeText {
  private NodeText() {}

  static String list(List<Node> nodes, Instant now) {
    if (nodes.isEmpty()) {
      return "No node has registered.\n";
    }
    TextTable table =
        new TextTable(
            "NODE",
            "TIER",
            "SITE",
            "STATE",
            "FOR",
            ">LEASE",
            ">RUNNING",
            ">WAITING",
            ">CALLS/S",
            ">P99",
            ">SHARE");
    for (Node node : nodes) {
      table.row(
          node.name(),
          node.tier(),
          node.site(),
          state(node),
          Words.since(node.since(), now),
          lease(node),
          node.load().map(load -> load.inFlight() + " of " + load.slots()).orElse("-"),
          node.load().map(load -> Integer.toString(load.queued())).orElse("-"),
          Words.rate(node.calls().perSecond()),
          Words.millis(node.calls().p99Millis()),
          Words.percent(node.share()));
    }
    return table.text("");
  }

  static String state(Node node) {
    if (node.drainAsked() && !node.drainApplied()) {
      return node.liveness() + ", asked to drain";
    }
    return node.liveness()
        + (node.draining() ? ", drained" : "")
        + (node.quarantines().isEmpty()
            ? ""
            : ", "
                + Words.count(node.quarantines().size(), "service", "services")
                + " quarantined");
  }

  private static String lease(Node node) {
    if (node.liveness().equals("dead") || node.liveness().equals("left")) {
      return "-";
    }
    return node.leaseLeft().isNegative()
        ? "over"
        : String.format(Locale.ROOT, "%.1f s", node.leaseLeft().toMillis() / 1e3);
  }

  static String page(Node node, Instant now) {
    Facts facts = new Facts();
    facts.add("state", state(node) + " for " + Words.since(node.since(), now));
    facts.add("because", node.because());
    node.quarantines().forEach(held -> facts.add("quarantine", held.words()));
    facts.add("tier", node.tier());
    facts.add("site", node.site() + ", " + node.trust());
    facts.add("address", node.address());
    facts.add(
        "lease",
        "epoch "
            + node.epoch()
            + (node.leaseLeft().isNegative()
                ? ", over; it was for "
                : ", " + lease(node) + " left of ")
            + Words.duration(node.lease()));
    facts.add("load", node.load().map(NodeText::load).orElse(""));
    facts.add("calls", calls(node.calls()));
    facts.add(
        "share", node.share() > 0 ? Words.percent(node.share()) + " of the calls of its tier" : "");
    facts.add("reached by", String.join(", ", node.reachedBy()));
    facts.add("services", String.join(", ", node.services()));
    facts.add(
        "models",
        node.models().stream()
            .map(model -> model.name() + " (" + model.engine() + ")")
            .collect(Collectors.joining(", ")));
    facts.add("served", node.serving().map(NodeText::served).orElse(""));
    facts.add("machine", node.machine());
    facts.add(
        "accelerators",
        node.accelerators().isEmpty() ? "none" : String.join(", ", node.accelerators()));
    facts.add("cost", node.costPerHour().map(cost -> cost + " an hour").orElse(""));
    facts.add("tags", String.join(", ", node.tags()));
    facts.add("version", node.version());
    return node.name()
        + "\n"
        + facts.text("  ")
        + node.serving().map(serving -> serving(node, serving)).orElse("");
  }

  private static String served(FleetStatus.Serving serving) {
    return serving.models().isEmpty() ? "" : ModelsText.inOneLine(serving);
  }

  /** Each model, then each lane, then each stream that it generates. */
  private static String serving(Node node, FleetStatus.Serving serving) {
    StringBuilder text = new StringBuilder();
    if (!serving.models().isEmpty()) {
      TextTable table =
          new TextTable("MODEL", "STATE", "VERSION", "ENGINE", ">MEMORY", ">LOADED IN", ">CALLS");
      for (FleetStatus.ServedModel model : serving.models()) {
        table.row(
            model.name(),
            model.state(),
            Words.orDash(model.version()),
            Words.orDash(model.engine()),
            Words.bytes(model.memoryBytes()),
            model.load().isZero() ? "-" : Words.duration(model.load()),
            model.calls());
      }
      text.append('\n').append(table.text("  "));
      for (FleetStatus.ServedModel model : serving.models()) {
        if (!model.because().isEmpty()) {
          text.append("  ").append(model.name()).append(": ").append(model.because()).append('\n');
        }
      }
    }
    for (FleetStatus.Lane lane : serving.lanes()) {
      text.append("\n  lane ")
          .append(LaneText.name(lane))
          .append('\n')
          .append(LaneText.facts(lane, "    "));
    }
    if (!serving.generations().isEmpty()) {
      text.append('\n').append(generations(node, serving.generations()));
    }
    return text.toString();
  }

  private static String generations(Node node, List<GenerationPart> parts) {
    TextTable table =
        new TextTable("CALL", "METHOD", "STATE", ">DONE", ">A SECOND", ">FOR", "WENT ON");
    for (GenerationPart part : parts) {
      FleetGeneration each = new FleetGeneration(node, part);
      table.row(
          part.call(),
          LaneText.method(part.method()),
          part.state(),
          each.progress(),
          each.perSecond(),
          Words.duration(part.running()),
          each.wentOn());
    }
    return table.text("  ");
  }

  private static String load(FleetStatus.NodeLoad load) {
    String mean =
        load.meanServiceMillis() > 0
            ? ", " + Words.millis(load.meanServiceMillis()) + " a call"
            : "";
    return load.inFlight()
        + " of "
        + Words.count(load.slots(), "slot", "slots")
        + " busy, "
        + load.queued()
        + " waiting"
        + mean
        + ", as of "
        + Words.duration(load.age())
        + " ago";
  }

  /** The last 10 s, and all since the orchestrator's start. */
  static String calls(FleetStatus.Calls calls) {
    if (calls.total() == 0) {
      return "none since the orchestrator's start";
    }
    String now =
        calls.perSecond() == 0
            ? "none in the last 10 s"
            : Words.rate(calls.perSecond())
                + " a second"
                + (calls.failedPerSecond() == 0
                    ? ""
                    : " (" + Words.rate(calls.failedPerSecond()) + " failed)")
                + ", p50 "
                + Words.millis(calls.p50Millis())
                + ", p99 "
                + Words.millis(calls.p99Millis());
    return now + "; " + calls.total() + " in all, " + calls.failedTotal() + " failed";
  }
}

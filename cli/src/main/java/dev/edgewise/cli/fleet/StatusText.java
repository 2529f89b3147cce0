package dev.edgewise.cli.fleet;

import dev.edgewise.cli.shell.TextTable;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The fleet at a glance, for people. Pure. */
final class StatusText {
  private StatusText() {}

  static String of(FleetStatus fleet, String address, Instant now) {
    StringBuilder text = new StringBuilder();
    List<String> troubles = FleetTroubles.of(fleet, address, now);
    if (troubles.isEmpty()) {
      text.append("All is well.\n");
    } else {
      text.append(Words.count(troubles.size(), "thing needs", "things need")).append(" a look:\n");
      troubles.forEach(trouble -> text.append("  - ").append(trouble).append('\n'));
    }
    text.append('\n').append(tiers(fleet)).append('\n').append(footer(fleet, address, now));
    return text.toString();
  }

  private static String tiers(FleetStatus fleet) {
    TextTable table =
        new TextTable(
            "TIER", ">ALIVE", ">SUSPECT", ">ISLANDED", ">DEAD", ">LEFT", ">CALLS/S", ">FAILED/S");
    for (String tier : List.of("edge", "cloud")) {
      List<FleetStatus.Node> nodes =
          fleet.nodes().stream().filter(node -> node.tier().equals(tier)).toList();
      table.row(
          tier,
          count(nodes, "alive"),
          count(nodes, "suspect"),
          count(nodes, "islanded"),
          count(nodes, "dead"),
          count(nodes, "left"),
          Words.rate(nodes.stream().mapToDouble(node -> node.calls().perSecond()).sum()),
          Words.rate(nodes.stream().mapToDouble(node -> node.calls().failedPerSecond()).sum()));
    }
    return table.text("  ");
  }

  private static long count(List<FleetStatus.Node> nodes, String liveness) {
    return nodes.stream().filter(node -> node.liveness().equals(liveness)).count();
  }

  private static String footer(FleetStatus fleet, String address, Instant now) {
    FleetStatus.Orchestrator orchestrator = fleet.orchestrator();
    Optional<Instant> changed =
        fleet.nodes().stream()
            .flatMap(node -> node.since().stream())
            .max(Comparator.naturalOrder());
    String view =
        "  view "
            + orchestrator.viewVersion()
            + changed
                .map(at -> ", the last node changed its state " + ago(at, now) + " ago")
                .orElse("")
            + "\n";
    long services = fleet.services().size();
    return view
        + "  "
        + Words.count(fleet.clients().size(), "application watches", "applications watch")
        + " the fleet, "
        + Words.count((int) services, "service is", "services are")
        + " offered\n"
        + models(FleetModel.of(fleet))
        + generations(FleetGeneration.of(fleet))
        + "  orchestrator "
        + orchestrator.version()
        + " at "
        + address
        + ", up for "
        + Words.since(orchestrator.started(), now)
        + "\n"
        + orchestrator
            .registry()
            .filter(registry -> !registry.away())
            .map(
                registry ->
                    "  published in "
                        + registry.address()
                        + ", "
                        + Words.count(registry.entries(), "entry", "entries")
                        + "\n")
            .orElse("");
  }

  /** In one line, when there are any. */
  private static String models(List<FleetModel> models) {
    if (models.isEmpty()) {
      return "";
    }
    long ready = models.stream().filter(model -> model.in("ready") > 0).count();
    long failed = models.stream().filter(model -> model.in("failed") > 0).count();
    int waiting = models.stream().mapToInt(FleetModel::waiting).sum();
    return "  "
        + Words.count(models.size(), "model is", "models are")
        + " served, "
        + ready
        + " ready somewhere"
        + (failed > 0 ? ", " + failed + " failed somewhere" : "")
        + (waiting > 0 ? ", " + Words.count(waiting, "call waits", "calls wait") : "")
        + "\n";
  }

  /** In one line, when there are any. */
  private static String generations(List<FleetGeneration> generations) {
    List<FleetGeneration> running =
        generations.stream().filter(each -> each.part().isRunning()).toList();
    if (running.isEmpty()) {
      return "";
    }
    long moved = running.stream().filter(each -> each.part().leg() > 1).count();
    return "  "
        + Words.count(running.size(), "stream is", "streams are")
        + " being generated"
        + (moved > 0 ? ", " + moved + " went on from another node" : "")
        + "\n";
  }

  private static String ago(Instant then, Instant now) {
    return Words.since(Optional.of(then), now);
  }
}

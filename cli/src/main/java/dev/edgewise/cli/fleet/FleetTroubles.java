package dev.edgewise.cli.fleet;

import dev.edgewise.cli.shell.Words;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a fleet now, in words. Pure. */
final class FleetTroubles {
  private FleetTroubles() {}

  /** A sentence for each thing that is not as it should be, the worst first. */
  static List<String> of(FleetStatus fleet, String address, Instant now) {
    List<String> troubles = new ArrayList<>();
    if (fleet.orchestrator().settling()) {
      troubles.add(
          "the orchestrator has just started and waits for the nodes that it knew; applications"
              + " go on with the view that they have");
    }
    fleet
        .orchestrator()
        .registry()
        .ifPresent(registry -> whatTheRegistryShows(registry, now, troubles));
    if (fleet.nodes().stream().noneMatch(FleetTroubles::takesPart)) {
      troubles.add(
          "no node is registered: start one with 'edgewise edge-agent --orchestrator "
              + address
              + " …'");
    }
    for (String state : List.of("dead", "suspect", "islanded")) {
      fleet.nodes().stream()
          .filter(node -> node.liveness().equals(state))
          .forEach(node -> troubles.add(notAlive(node, now)));
    }
    fleet.nodes().stream()
        .filter(FleetTroubles::takesPart)
        .forEach(node -> whatANodeSays(node, troubles));
    for (FleetStatus.Service service : fleet.services()) {
      if (!service.trouble().isEmpty()) {
        troubles.add(Words.simple(service.name()) + ": " + service.trouble());
      }
      for (FleetStatus.Method method : service.methods()) {
        whatAMethodShows(service, method, troubles);
      }
    }
    FleetModel.of(fleet).forEach(model -> whatAModelShows(model, troubles));
    if (fleet.orchestrator().decisionsDropped() > 0) {
      troubles.add(
          fleet.orchestrator().decisionsDropped()
              + " records of decisions were dropped because they came too fast: 'edgewise explain'"
              + " does not know them");
    }
    return troubles;
  }

  private static void whatTheRegistryShows(
      FleetStatus.Registry registry, Instant now, List<String> troubles) {
    if (registry.away()) {
      troubles.add(
          "the registry "
              + registry.address()
              + " is away for "
              + Words.since(registry.since(), now)
              + ": "
              + registry.because()
              + "; the fleet works on without it");
    }
    if (registry.leftOut() > 0) {
      troubles.add(
          Words.count(registry.leftOut(), "entry is", "entries are")
              + " left out of the registry "
              + registry.address()
              + ": there are too many");
    }
  }

  private static boolean takesPart(FleetStatus.Node node) {
    return !node.liveness().equals("dead") && !node.liveness().equals("left");
  }

  private static String notAlive(FleetStatus.Node node, Instant now) {
    String sentence =
        node.name() + " is " + node.liveness() + " for " + Words.since(node.since(), now);
    if (!node.because().isEmpty()) {
      sentence += ": " + node.because();
    }
    if (node.liveness().equals("islanded")) {
      sentence +=
          "; calls go on, "
              + String.join(", ", node.reachedBy())
              + (node.reachedBy().size() == 1 ? " reaches it" : " reach it");
    }
    return sentence;
  }

  private static void whatANodeSays(FleetStatus.Node node, List<String> troubles) {
    if (node.drainAsked() && !node.drainApplied()) {
      troubles.add(node.name() + " was asked to drain and has not done so yet");
    } else if (node.draining()) {
      troubles.add(
          node.name()
              + (node.drainAsked()
                  ? " is drained: it takes no calls until 'edgewise node undrain "
                      + node.name()
                      + "'"
                  : " is stopping: it takes no new calls"));
    }
    node.quarantines()
        .forEach(
            held ->
                troubles.add(
                    node.name()
                        + " is "
                        + held.words()
                        + (held.stage().equals("asked")
                            ? "; 'edgewise node release "
                                + node.name()
                                + " --service "
                                + Words.simple(held.service())
                                + "' ends it"
                            : "")));
    node.load()
        .filter(load -> load.queued() > load.slots())
        .ifPresent(
            load ->
                troubles.add(
                    node.name()
                        + " has more to do than it can: "
                        + load.queued()
                        + " calls wait for "
                        + Words.count(load.slots(), "slot", "slots")));
  }

  private static void whatAModelShows(FleetModel model, List<String> troubles) {
    List<FleetModel.Place> failed =
        model.places().stream().filter(place -> place.model().state().equals("failed")).toList();
    if (failed.isEmpty()) {
      return;
    }
    String because = failed.getFirst().model().because();
    troubles.add(
        "the model "
            + model.name()
            + " cannot be loaded on "
            + (failed.size() == 1
                ? failed.getFirst().node().name()
                : failed.size() + " nodes, " + failed.getFirst().node().name() + " among them")
            + (because.isEmpty() ? "" : ": " + because)
            + "; it is ready on "
            + Words.count((int) model.in("ready"), "node", "nodes")
            + " ('edgewise models show "
            + model.name()
            + "')");
  }

  private static void whatAMethodShows(
      FleetStatus.Service service, FleetStatus.Method method, List<String> troubles) {
    String name = Words.simple(service.name()) + "/" + method.name();
    if (method.edgeNodes().isEmpty() && method.cloudNodes().isEmpty()) {
      troubles.add("no node offers " + name + " now");
    }
    if (method.calls().failedPerSecond() > 0) {
      troubles.add(
          "calls of "
              + name
              + " fail: "
              + Words.rate(method.calls().failedPerSecond())
              + " a second, of "
              + Words.rate(method.calls().perSecond())
              + "; 'edgewise watch "
              + name
              + " --notable' shows why");
    }
  }
}

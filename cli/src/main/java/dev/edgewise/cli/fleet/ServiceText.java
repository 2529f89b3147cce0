package dev.edgewise.cli.fleet;

import dev.edgewise.cli.shell.Facts;
import dev.edgewise.cli.shell.TextTable;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.sdk.wire.operator.FleetStatus.Method;
import dev.edgewise.sdk.wire.operator.FleetStatus.Node;
import dev.edgewise.sdk.wire.operator.FleetStatus.Service;
import java.util.List;

/** Services, for people. Pure. */
final class ServiceText {
  private ServiceText() {}

  static String list(List<Service> services) {
    if (services.isEmpty()) {
      return "No node offers a service.\n";
    }
    TextTable table = new TextTable("SERVICE", ">METHODS", ">CALLS/S", ">FAILED/S", "NODES");
    for (Service service : services) {
      List<Method> methods = service.methods();
      table.row(
          service.name(),
          methods.size(),
          Words.rate(methods.stream().mapToDouble(m -> m.calls().perSecond()).sum()),
          Words.rate(methods.stream().mapToDouble(m -> m.calls().failedPerSecond()).sum()),
          service.nodes().isEmpty() ? "none" : String.join(", ", service.nodes()));
    }
    return table.text("");
  }

  /**
   * All of one service.
   *
   * @param nodes of the fleet
   */
  static String page(Service service, List<Node> nodes) {
    StringBuilder text = new StringBuilder(service.name()).append('\n');
    if (!service.trouble().isEmpty()) {
      text.append("  ").append(service.trouble()).append('\n');
    }
    for (Node node : nodes) {
      node.quarantines().stream()
          .filter(held -> held.service().equals(service.name()))
          .forEach(
              held ->
                  text.append("  ")
                      .append(node.name())
                      .append(": ")
                      .append(held.words())
                      .append('\n'));
    }
    for (Method method : service.methods()) {
      Facts facts = new Facts();
      facts.add("tier", tier(method));
      facts.add("deadline", Words.duration(method.deadline()));
      facts.add(
          "idempotent",
          method.idempotent()
              ? "yes: sent again when a node is lost"
              : "no: sent again only when it certainly did not run");
      facts.add("label", method.label() + " at least");
      facts.add("edge nodes", nodes(method.edgeNodes()));
      facts.add("cloud nodes", nodes(method.cloudNodes()));
      facts.add("calls", NodeText.calls(method.calls()));
      text.append("\n  ").append(method.name()).append('\n').append(facts.text("    "));
    }
    return text.toString();
  }

  private static String tier(Method method) {
    return method.cascade()
        ? method.preferredTier() + ", and the cloud when the edge is unsure"
        : method.preferredTier();
  }

  private static String nodes(List<String> nodes) {
    return nodes.isEmpty() ? "none" : String.join(", ", nodes);
  }
}

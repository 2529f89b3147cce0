package dev.edgewise.cli.daemon;

import dev.edgewise.cli.shell.TextTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code edgewise up} prints once everything runs; the components are the fields of its JSON
 * document.
 *
 * @param orchestrator where agents, applications and commands reach it
 * @param pid of the orchestrator's process
 * @param page for a browser
 * @param nodes in the order in which they were started
 * @param zones whose nodes the orchestrator starts and ends
 * @param folder with data and logs
 * @param access with what people get in; null where nobody is asked
 */
record UpReport(
    String schema,
    String orchestrator,
    long pid,
    String page,
    List<Node> nodes,
    List<String> zones,
    String folder,
    @Nullable Files access) {
  private static final String SCHEMA = "edgewise.up/1";
  private static final String USUAL = "127.0.0.1:7443";

  UpReport {
    nodes = List.copyOf(nodes);
    zones = List.copyOf(zones);
  }

  /** Paths of {@link Access}. */
  record Files(String operator, String client, String authority, String pageKey) {}

  /** One agent: what it is and where. */
  record Node(String name, String tier, String site, String grpc, String metrics, long pid) {
    Node secured() {
      return new Node(name, tier, site, grpc, metrics.replace("http:", "https:"), pid);
    }
  }

  /**
   * What runs now.
   *
   * @param pids the process of each by its name
   * @param zones names of those that size themselves
   */
  static UpReport of(UpPlan plan, Path folder, Map<String, Long> pids, List<String> zones) {
    return new UpReport(
        SCHEMA,
        plan.orchestrator(),
        pid("orchestrator", pids),
        "http://127.0.0.1:" + plan.httpPort() + "/",
        plan.agents().stream().map(agent -> node(agent, pid(agent.name(), pids))).toList(),
        zones,
        folder.toString(),
        null);
  }

  /** The same, of a fleet that asks everybody who they are. */
  UpReport secured(Access access) {
    return new UpReport(
        schema,
        orchestrator,
        pid,
        page.replace("http:", "https:"),
        nodes.stream().map(Node::secured).toList(),
        zones,
        folder,
        new Files(
            access.operator().toString(),
            access.client().toString(),
            access.authority().toString(),
            access.pageKey().toString()));
  }

  private static long pid(String name, Map<String, Long> pids) {
    return pids.getOrDefault(name, -1L);
  }

  private static Node node(LocalFleet.Agent agent, long pid) {
    return new Node(
        agent.name(),
        agent.tier().name().toLowerCase(Locale.ROOT),
        agent.site(),
        "127.0.0.1:" + agent.grpcPort(),
        "http://127.0.0.1:" + agent.httpPort() + "/metrics",
        pid);
  }

  /** What a browser wants that has no certificate. */
  private String browser() {
    return access == null
        ? ""
        : "\n         A browser warns of it, until it believes "
            + access.authority()
            + ".\n"
            + "         It asks for a user, which may be anybody, and a password, which is in\n"
            + "         "
            + access.pageKey();
  }

  /** For people. */
  String text() {
    TextTable what = new TextTable("NAME", "WHAT IT IS", "WHERE", ">PROCESS");
    what.row("orchestrator", "knows the fleet", orchestrator, pid);
    for (Node node : nodes) {
      boolean edge = node.tier().equals("edge");
      what.row(
          node.name(),
          edge ? "edge node, a site of its own" : "cloud node in zone " + node.site(),
          node.grpc(),
          node.pid());
    }
    for (String zone : zones) {
      what.row(zone, "zone that sizes itself", "-", "-");
    }
    String at =
        (orchestrator.equals(USUAL) ? "" : " --orchestrator=" + orchestrator)
            + (access == null ? "" : " --tls=" + access.operator());
    TextTable next = new TextTable("COMMAND", "WHAT IT DOES");
    next.row("./edgewise status" + at, "how the fleet is");
    next.row(
        (access == null ? "" : "EDGEWISE_TLS=" + access.client() + " ")
            + "./edgewise run samples/vision --orchestrator="
            + orchestrator
            + " --load",
        "makes calls, for the page to show");
    next.row("./edgewise watch" + at, "says where each call goes, and why");
    for (String zone : zones) {
      next.row("./edgewise zone show " + zone + at, "the zone's nodes, what was done and why");
    }
    return "\n"
        + what.text("  ")
        + "\n  Page   "
        + page
        + browser()
        + "\n  Logs   "
        + folder
        + "\n\nTry in another terminal\n\n"
        + next.text("  ")
        + "\nCtrl-C ends all of it.\n";
  }
}

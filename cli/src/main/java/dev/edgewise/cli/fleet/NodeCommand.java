package dev.edgewise.cli.fleet;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import dev.edgewise.sdk.wire.operator.FleetStatus.Node;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "node",
    synopsisSubcommandLabel = "ls|show|drain|undrain|quarantine|release",
    description = {
      "Looks after the nodes of the fleet.",
      "",
      "A node is one running agent. Its state is what the orchestrator knows: alive; suspect, when"
          + " it is silent; islanded, when it is silent but applications reach it; dead or left."
    },
    footer = {
      "",
      "Example:",
      "  edgewise node ls",
      "  edgewise node show west1-a",
      "  edgewise node drain west1-a     no new calls; waits until those it has have ended",
      "  edgewise node quarantine west1-a --service Vision     no calls of one service"
    })
public final class NodeCommand {
  @Command(
      name = "ls",
      description = "Lists the nodes, with their lease, load and share of the calls.",
      footer = {"", "Example:", "  edgewise node ls", "  edgewise node ls -o json"})
  public static final class Ls extends FleetQuestion {
    public Ls(Shell shell) {
      super(shell);
    }

    @Override
    String text(FleetStatus fleet, Instant now) {
      return NodeText.list(fleet.nodes(), now);
    }

    @Override
    String json(FleetStatus fleet, Instant now) {
      return json(fleet.nodes());
    }

    static String json(List<Node> nodes) {
      JsonObject document = Json.document("edgewise.nodes/1");
      JsonArray array = new JsonArray();
      nodes.forEach(node -> array.add(JsonParser.parseString(node.json())));
      document.add("nodes", array);
      return Json.of(document) + "\n";
    }
  }

  @Command(
      name = "show",
      description = "Tells all that is known of one node.",
      footer = {"", "Example:", "  edgewise node show nyc-edge01"})
  public static final class Show extends FleetQuestion {
    @Parameters(index = "0", paramLabel = "NODE", description = "Its name.")
    private String name = "";

    public Show(Shell shell) {
      super(shell);
    }

    @Override
    String text(FleetStatus fleet, Instant now) {
      return NodeText.page(find(fleet, name), now);
    }

    @Override
    String json(FleetStatus fleet, Instant now) {
      return NodeCommand.json(find(fleet, name));
    }
  }

  /** One node as a document. */
  static String json(Node node) {
    JsonObject document = Json.document("edgewise.node/1");
    Json.copy(node.json(), document);
    return Json.of(document) + "\n";
  }

  /** A node by its name; what comes nearest is named when there is none. */
  public static Node find(FleetStatus fleet, String name) {
    return fleet.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                        ErrorCode.NOT_FOUND,
                        "the fleet has no node " + name,
                        NearestNames.hint(name, fleet.nodes().stream().map(Node::name).toList()),
                        "'edgewise node ls' lists the nodes")
                    .failure());
  }
}

package dev.edgewise.cli.zone;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import dev.edgewise.sdk.wire.operator.ZoneReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "zone",
    synopsisSubcommandLabel = "ls|show|scale",
    description = {
      "Looks after zones whose nodes the orchestrator starts and ends.",
      "",
      "Each has a file that the orchestrator's key zones names. Nodes start, drain and end by what"
          + " is called; every change is told with its reason."
    },
    footer = {
      "",
      "Example:",
      "  edgewise zone ls",
      "  edgewise zone show west1                   nodes, and why",
      "  edgewise zone scale west1 --nodes 2 --for 1h",
      "  edgewise zone scale west1 --auto           by need again"
    })
public final class ZoneCommand {
  @Command(
      name = "ls",
      description = "Lists the zones, with how many nodes they have, and why.",
      footer = {"", "Example:", "  edgewise zone ls", "  edgewise zone ls -o json"})
  public static final class Ls implements Callable<Integer> {
    private final Shell shell;

    @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
    @Mixin private Output output = new Output();

    public Ls(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      List<ZoneReport> zones =
          orchestrator.ask(shell, client -> client.zones(OrchestratorOption.TIMEOUT));
      shell.out().print(output.isJson() ? json(zones) : ZoneText.list(zones));
      shell.out().flush();
      return ExitCode.OK.value();
    }

    private static String json(List<ZoneReport> zones) {
      JsonObject document = Json.document("edgewise.zones/1");
      JsonArray array = new JsonArray();
      zones.forEach(zone -> array.add(JsonParser.parseString(zone.json())));
      document.add("zones", array);
      return Json.of(document) + "\n";
    }
  }

  @Command(
      name = "show",
      description = "Tells all that is known of one zone: its nodes, and what was done and why.",
      footer = {"", "Example:", "  edgewise zone show west1"})
  public static final class Show implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "ZONE", description = "Its name.")
    private String name = "";

    @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
    @Mixin private Output output = new Output();

    public Show(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      ZoneReport zone =
          orchestrator.ask(shell, client -> find(client.zones(OrchestratorOption.TIMEOUT), name));
      shell.out().print(output.isJson() ? json(zone) : ZoneText.page(zone, shell.clock().now()));
      shell.out().flush();
      return ExitCode.OK.value();
    }
  }

  /** One zone as a document. */
  static String json(ZoneReport zone) {
    JsonObject document = Json.document("edgewise.zone/1");
    Json.copy(zone.json(), document);
    return Json.of(document) + "\n";
  }

  /** A zone by its name; what comes nearest is named when there is none. */
  static ZoneReport find(List<ZoneReport> zones, String name) {
    return zones.stream()
        .filter(zone -> zone.zone().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                        ErrorCode.NOT_FOUND,
                        "the orchestrator starts no zone " + name,
                        zones.isEmpty()
                            ? "none is configured"
                            : NearestNames.hint(
                                name, zones.stream().map(ZoneReport::zone).toList()),
                        "'edgewise zone ls' lists the zones; the orchestrator's key zones names"
                            + " their files")
                    .failure());
  }
}

package dev.edgewise.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.wire.FleetStatus;
import dev.edgewise.sdk.wire.FleetStatus.Service;
import dev.edgewise.sdk.wire.NearestNames;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "service",
    synopsisSubcommandLabel = "ls|show",
    description = {
      "Shows the services that the fleet offers.",
      "",
      "With the contract of each method, the nodes that run it, and what calls of it came to in the"
          + " last 10 s."
    },
    footer = {"", "Example:", "  edgewise service ls", "  edgewise service show Vision"})
final class ServiceCommand {
  @Command(
      name = "ls",
      description = "Lists the services with their nodes and calls.",
      footer = {"", "Example:", "  edgewise service ls", "  edgewise service ls -o json"})
  static final class Ls implements Callable<Integer> {
    private final Shell shell;

    @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
    @Mixin private Output output = new Output();

    Ls(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      List<Service> services =
          orchestrator.ask(shell, client -> client.fleet(OrchestratorOption.TIMEOUT)).services();
      shell.out().print(output.isJson() ? json(services) : ServiceText.list(services));
      shell.out().flush();
      return ExitCode.OK.value();
    }

    static String json(List<Service> services) {
      JsonObject document = Json.document("edgewise.services/1");
      JsonArray array = new JsonArray();
      services.forEach(service -> array.add(JsonParser.parseString(service.json())));
      document.add("services", array);
      return Json.of(document) + "\n";
    }
  }

  @Command(
      name = "show",
      description = "Tells the contract of each method of a service, where it runs, and its calls.",
      footer = {
        "",
        "Example:",
        "  edgewise service show Vision",
        "  edgewise service show dev.edgewise.samples.vision.Vision -o json"
      })
  static final class Show implements Callable<Integer> {
    private final Shell shell;

    @Parameters(
        index = "0",
        paramLabel = "SERVICE",
        description = "Full name, or its last part where only one service can be meant.")
    private String name = "";

    @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
    @Mixin private Output output = new Output();

    Show(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      FleetStatus fleet =
          orchestrator.ask(shell, client -> client.fleet(OrchestratorOption.TIMEOUT));
      Service service = find(fleet.services(), name);
      shell.out().print(output.isJson() ? json(service) : ServiceText.page(service));
      shell.out().flush();
      return ExitCode.OK.value();
    }

    private static String json(Service service) {
      JsonObject document = Json.document("edgewise.service/1");
      JsonParser.parseString(service.json())
          .getAsJsonObject()
          .asMap()
          .forEach((name, value) -> document.add(name, value));
      return Json.of(document) + "\n";
    }
  }

  /** A service by its full name or, when that is clear, its last part. */
  static Service find(List<Service> services, String name) {
    List<Service> found =
        services.stream()
            .filter(service -> service.name().equals(name) || service.name().endsWith("." + name))
            .toList();
    // Compared as it was given: short with short.
    List<String> names =
        services.stream()
            .map(service -> name.contains(".") ? service.name() : Words.simple(service.name()))
            .toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw found.isEmpty()
        ? new Problem(
                ErrorCode.NOT_FOUND,
                "the fleet has no service " + name,
                NearestNames.hint(name, names),
                "'edgewise service ls' lists the services")
            .failure()
        : new Problem(
                ErrorCode.NOT_FOUND,
                name + " may be one of " + found.size() + " services",
                String.join(", ", found.stream().map(Service::name).toList()),
                "give its full name")
            .failure();
  }
}

package dev.edgewise.cli.fleet;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import dev.edgewise.sdk.wire.operator.FleetStatus.Service;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
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
public final class ServiceCommand {
  @Command(
      name = "ls",
      description = "Lists the services with their nodes and calls.",
      footer = {"", "Example:", "  edgewise service ls", "  edgewise service ls -o json"})
  public static final class Ls extends FleetQuestion {
    public Ls(Shell shell) {
      super(shell);
    }

    @Override
    String text(FleetStatus fleet, Instant now) {
      return ServiceText.list(fleet.services());
    }

    @Override
    String json(FleetStatus fleet, Instant now) {
      return json(fleet.services());
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
  public static final class Show extends FleetQuestion {
    @Parameters(
        index = "0",
        paramLabel = "SERVICE",
        description = "Full name, or its last part where only one service can be meant.")
    private String name = "";

    public Show(Shell shell) {
      super(shell);
    }

    @Override
    String text(FleetStatus fleet, Instant now) {
      return ServiceText.page(find(fleet.services(), name), fleet.nodes());
    }

    @Override
    String json(FleetStatus fleet, Instant now) {
      return json(find(fleet.services(), name));
    }

    private static String json(Service service) {
      JsonObject document = Json.document("edgewise.service/1");
      Json.copy(service.json(), document);
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

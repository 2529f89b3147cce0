package dev.edgewise.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.sdk.wire.FleetStatus;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    description = {
      "Tells how the fleet is.",
      "",
      "First what is wrong now, in words; then how many nodes of each tier are in which state, the"
          + " calls per second of the last 10 s, and the view that applications have been sent."
    },
    footer = {
      "",
      "Example:",
      "  edgewise status",
      "  edgewise status --orchestrator 10.0.0.5:7443 -o json"
    })
final class StatusCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
  @Mixin private Output output = new Output();

  StatusCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    FleetStatus fleet = orchestrator.ask(shell, client -> client.fleet(OrchestratorOption.TIMEOUT));
    String address = orchestrator.address(shell);
    // Its clock, so that ages are right whatever ours says.
    Instant now = fleet.orchestrator().now().orElseGet(shell.clock()::now);
    shell
        .out()
        .print(output.isJson() ? json(fleet, address, now) : StatusText.of(fleet, address, now));
    shell.out().flush();
    return ExitCode.OK.value();
  }

  /** All that the orchestrator says, and what is wrong in words. */
  static String json(FleetStatus fleet, String address, Instant now) {
    JsonObject document = Json.document("edgewise.status/1");
    JsonArray troubles = new JsonArray();
    FleetTroubles.of(fleet, address, now).forEach(troubles::add);
    document.add("troubles", troubles);
    JsonParser.parseString(fleet.json())
        .getAsJsonObject()
        .asMap()
        .forEach((name, value) -> document.add(name, value));
    return Json.of(document) + "\n";
  }
}

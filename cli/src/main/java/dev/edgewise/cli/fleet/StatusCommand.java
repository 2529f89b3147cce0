package dev.edgewise.cli.fleet;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import java.time.Instant;
import picocli.CommandLine.Command;

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
public final class StatusCommand extends FleetQuestion {
  public StatusCommand(Shell shell) {
    super(shell);
  }

  @Override
  String text(FleetStatus fleet, Instant now) {
    return StatusText.of(fleet, address(), now);
  }

  @Override
  String json(FleetStatus fleet, Instant now) {
    return json(fleet, address(), now);
  }

  /** All that the orchestrator says, and what is wrong in words. */
  static String json(FleetStatus fleet, String address, Instant now) {
    JsonObject document = Json.document("edgewise.status/1");
    JsonArray troubles = new JsonArray();
    FleetTroubles.of(fleet, address, now).forEach(troubles::add);
    document.add("troubles", troubles);
    Json.copy(fleet.json(), document);
    return Json.of(document) + "\n";
  }
}

package dev.edgewise.cli.fleet;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.cli.shell.TextTable;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import dev.edgewise.sdk.wire.operator.GenerationPart;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "generations",
    description = {
      "Shows the streams that the fleet generates now: texts, pictures, and what resumable methods"
          + " of services give.",
      "",
      "On which node each runs, how far it is and how fast; and where it went on when the node that"
          + " had it was lost. Those that ended in the last 10 s are shown too."
    },
    footer = {
      "",
      "Example:",
      "  edgewise generations",
      "  edgewise generations -o json",
      "  edgewise explain CALL        each node that had it, and why"
    })
public final class GenerationsCommand extends FleetQuestion {
  public GenerationsCommand(Shell shell) {
    super(shell);
  }

  @Override
  String text(FleetStatus fleet, Instant now) {
    return text(FleetGeneration.of(fleet));
  }

  @Override
  String json(FleetStatus fleet, Instant now) {
    return json(FleetGeneration.of(fleet));
  }

  static String text(List<FleetGeneration> generations) {
    if (generations.isEmpty()) {
      return "Nothing is being generated. 'edgewise chat' makes a stream.\n";
    }
    TextTable table =
        new TextTable(
            "CALL",
            "METHOD",
            "NODE",
            "STATE",
            ">DONE",
            ">A SECOND",
            ">FIRST CHUNK",
            ">FOR",
            "WENT ON");
    for (FleetGeneration each : generations) {
      GenerationPart part = each.part();
      table.row(
          part.call(),
          LaneText.method(part.method()),
          each.node().name(),
          each.node().liveness().equals("alive")
              ? part.state()
              : part.state() + ", node " + each.node().liveness(),
          each.progress(),
          each.perSecond(),
          Words.millis(part.firstMillis()),
          Words.duration(part.running()),
          each.wentOn());
    }
    return table.text("");
  }

  static String json(List<FleetGeneration> generations) {
    JsonObject document = Json.document("edgewise.generations/1");
    JsonArray array = new JsonArray();
    generations.forEach(each -> array.add(json(each)));
    document.add("generations", array);
    return Json.of(document) + "\n";
  }

  private static JsonElement json(FleetGeneration each) {
    GenerationPart part = each.part();
    JsonObject json = new JsonObject();
    json.addProperty("call", part.call());
    json.addProperty("method", part.method());
    json.addProperty("node", each.node().name());
    json.addProperty("liveness", each.node().liveness());
    json.addProperty("state", part.state());
    json.addProperty("leg", part.leg());
    json.addProperty("had", part.had());
    json.addProperty("chunks", part.chunks());
    json.addProperty("unit", part.unit());
    json.addProperty("done", part.done());
    json.addProperty("of", part.of());
    json.addProperty("perSecond", part.perSecond());
    json.addProperty("firstMillis", part.firstMillis());
    json.addProperty("runningMillis", part.running().toMillis());
    json.addProperty("keptStep", part.keptStep());
    json.addProperty("keptBytes", part.keptBytes());
    JsonArray from = new JsonArray();
    part.from().forEach(from::add);
    json.add("from", from);
    return json;
  }
}

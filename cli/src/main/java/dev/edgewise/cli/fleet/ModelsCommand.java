package dev.edgewise.cli.fleet;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import dev.edgewise.sdk.wire.operator.FleetStatus.Lane;
import dev.edgewise.sdk.wire.operator.FleetStatus.ServedModel;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "models",
    description = {
      "Shows the models that the fleet serves.",
      "",
      "On which nodes a model is ready, loading, cold (not in memory: its next call loads it) or"
          + " failed; what memory it takes; and how its calls are put together. Without ls or show"
          + " it lists them."
    },
    footer = {
      "",
      "Example:",
      "  edgewise models",
      "  edgewise models show captions",
      "  edgewise models -o json"
    })
public final class ModelsCommand extends FleetQuestion {
  public ModelsCommand(Shell shell) {
    super(shell);
  }

  @Override
  String text(FleetStatus fleet, Instant now) {
    return ModelsText.list(FleetModel.of(fleet));
  }

  @Override
  String json(FleetStatus fleet, Instant now) {
    return json(FleetModel.of(fleet));
  }

  @Command(
      name = "ls",
      description = "Lists the models: where they are ready, their calls and memory.",
      footer = {"", "Example:", "  edgewise models ls", "  edgewise models ls -o json"})
  public static final class Ls extends FleetQuestion {
    public Ls(Shell shell) {
      super(shell);
    }

    @Override
    String text(FleetStatus fleet, Instant now) {
      return ModelsText.list(FleetModel.of(fleet));
    }

    @Override
    String json(FleetStatus fleet, Instant now) {
      return ModelsCommand.json(FleetModel.of(fleet));
    }
  }

  @Command(
      name = "show",
      description = {
        "Tells of one model on all nodes that serve it: state, version, engine, memory and calls;"
            + " then each lane with its batches by size and what became of its calls.",
        "",
        "OF ALL is what all models of the node take in memory, BUDGET its bound for them"
            + " (modelMemory)."
      },
      footer = {
        "",
        "Example:",
        "  edgewise models show fashion-diffusion",
        "  edgewise models show captions -o json"
      })
  public static final class Show extends FleetQuestion {
    @Parameters(index = "0", paramLabel = "MODEL", description = "Its name.")
    private String name = "";

    public Show(Shell shell) {
      super(shell);
    }

    @Override
    String text(FleetStatus fleet, Instant now) {
      return ModelsText.page(find(FleetModel.of(fleet), name));
    }

    @Override
    String json(FleetStatus fleet, Instant now) {
      return ModelsCommand.json(find(FleetModel.of(fleet), name));
    }
  }

  /** A model by its name; what comes nearest is named when there is none. */
  static FleetModel find(List<FleetModel> models, String name) {
    return models.stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                        ErrorCode.NOT_FOUND,
                        "no node of the fleet serves a model " + name,
                        models.isEmpty()
                            ? "none serves any"
                            : NearestNames.hint(
                                name, models.stream().map(FleetModel::name).toList()),
                        "'edgewise models' lists the models")
                    .failure());
  }

  static String json(List<FleetModel> models) {
    JsonObject document = Json.document("edgewise.models/1");
    JsonArray array = new JsonArray();
    models.forEach(model -> array.add(fill(new JsonObject(), model)));
    document.add("models", array);
    return Json.of(document) + "\n";
  }

  static String json(FleetModel model) {
    return Json.of(fill(Json.document("edgewise.model/1"), model)) + "\n";
  }

  private static JsonObject fill(JsonObject json, FleetModel model) {
    json.addProperty("name", model.name());
    json.addProperty("calls", model.calls());
    json.addProperty("waiting", model.waiting());
    JsonArray nodes = new JsonArray();
    model.places().forEach(place -> nodes.add(json(place)));
    json.add("nodes", nodes);
    return json;
  }

  private static JsonElement json(FleetModel.Place place) {
    ServedModel served = place.model();
    JsonObject json = new JsonObject();
    json.addProperty("node", place.node().name());
    json.addProperty("tier", place.node().tier());
    json.addProperty("site", place.node().site());
    json.addProperty("liveness", place.node().liveness());
    json.addProperty("state", served.state());
    json.addProperty("because", served.because());
    json.addProperty("version", served.version());
    json.addProperty("engine", served.engine());
    json.addProperty("memoryBytes", served.memoryBytes());
    json.addProperty("usedBytes", place.usedBytes());
    json.addProperty("budgetBytes", served.budgetBytes());
    json.addProperty("loadMillis", served.load().toMillis());
    json.addProperty("calls", served.calls());
    JsonArray lanes = new JsonArray();
    place.lanes().forEach(lane -> lanes.add(json(lane)));
    json.add("lanes", lanes);
    return json;
  }

  private static JsonElement json(Lane lane) {
    JsonObject json = new JsonObject();
    json.addProperty("method", lane.method());
    json.addProperty("shape", lane.shape());
    json.addProperty("waiting", lane.waiting());
    json.addProperty("cap", lane.cap());
    JsonArray batches = new JsonArray();
    for (int i = 0; i < lane.batches().size(); i++) {
      JsonObject size = new JsonObject();
      size.addProperty("size", LaneText.size(i));
      size.addProperty("batches", lane.batches().get(i));
      batches.add(size);
    }
    json.add("batches", batches);
    JsonObject verdicts = new JsonObject();
    new TreeMap<>(lane.verdicts()).forEach(verdicts::addProperty);
    json.add("verdicts", verdicts);
    json.addProperty("waitP50Millis", lane.waitMillis());
    json.addProperty("batchP50Millis", lane.batchMillis());
    return json;
  }
}

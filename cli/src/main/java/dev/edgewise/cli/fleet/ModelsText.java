package dev.edgewise.cli.fleet;

import dev.edgewise.cli.fleet.FleetModel.Place;
import dev.edgewise.cli.shell.TextTable;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.sdk.wire.operator.FleetStatus.Lane;
import dev.edgewise.sdk.wire.operator.FleetStatus.ServedModel;
import dev.edgewise.sdk.wire.operator.FleetStatus.Serving;
import java.util.List;

/** Models, for people. Pure. */
final class ModelsText {
  private ModelsText() {}

  static String list(List<FleetModel> models) {
    if (models.isEmpty()) {
      return "No node serves a model. Put one in a folder and give it to a node: 'edgewise up"
          + " --models FOLDER'.\n";
    }
    TextTable table =
        new TextTable(
            "MODEL",
            "VERSION",
            "ENGINE",
            ">NODES",
            ">READY",
            ">LOADING",
            ">COLD",
            ">FAILED",
            ">WAITING",
            ">CALLS",
            ">MEMORY");
    for (FleetModel model : models) {
      table.row(
          model.name(),
          Words.orDash(model.versions()),
          Words.orDash(model.engines()),
          model.places().size(),
          model.in("ready"),
          model.in("loading"),
          model.in("cold"),
          model.in("failed"),
          model.waiting(),
          model.calls(),
          Words.bytes(model.memoryBytes()));
    }
    return table.text("");
  }

  static String page(FleetModel model) {
    StringBuilder text = new StringBuilder(model.name()).append("\n\n");
    TextTable table =
        new TextTable(
            "NODE",
            "STATE",
            "VERSION",
            "ENGINE",
            ">MEMORY",
            ">OF ALL",
            ">BUDGET",
            ">LOADED IN",
            ">CALLS",
            ">WAITING");
    for (Place place : model.places()) {
      ServedModel served = place.model();
      table.row(
          place.node().name(),
          state(place),
          Words.orDash(served.version()),
          Words.orDash(served.engine()),
          Words.bytes(served.memoryBytes()),
          Words.bytes(place.usedBytes()),
          Words.bytes(served.budgetBytes()),
          served.load().isZero() ? "-" : Words.duration(served.load()),
          served.calls(),
          place.waiting());
    }
    text.append(table.text("  "));
    for (Place place : model.places()) {
      if (!place.model().because().isEmpty()) {
        text.append("\n  ")
            .append(place.node().name())
            .append(": ")
            .append(place.model().because())
            .append('\n');
      }
    }
    model.places().forEach(place -> lanes(place, text));
    return text.toString();
  }

  private static void lanes(Place place, StringBuilder text) {
    for (Lane lane : place.lanes()) {
      text.append("\n  lane on ")
          .append(place.node().name())
          .append(": ")
          .append(LaneText.name(lane))
          .append('\n')
          .append(LaneText.facts(lane, "    "));
    }
  }

  /** A node that is lost may have its model no more. */
  private static String state(Place place) {
    return place.node().liveness().equals("alive")
        ? place.model().state()
        : place.model().state() + ", node " + place.node().liveness();
  }

  /** Models of one node in one line: {@code 2 of 3 models ready, 90.1 MB of 2.0 GB}. */
  static String inOneLine(Serving serving) {
    long ready = serving.models().stream().filter(model -> model.state().equals("ready")).count();
    return ready
        + " of "
        + Words.count(serving.models().size(), "model", "models")
        + " ready, "
        + Words.bytes(serving.memoryBytes())
        + " of "
        + Words.bytes(serving.budgetBytes())
        + " in memory";
  }
}

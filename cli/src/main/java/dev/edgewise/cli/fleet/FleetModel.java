package dev.edgewise.cli.fleet;

import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import dev.edgewise.sdk.wire.operator.FleetStatus.Lane;
import dev.edgewise.sdk.wire.operator.FleetStatus.Node;
import dev.edgewise.sdk.wire.operator.FleetStatus.ServedModel;
import dev.edgewise.sdk.wire.operator.FleetStatus.Serving;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One model and all nodes that serve it. Pure.
 *
 * @param name of the model
 * @param places in the order of the nodes
 */
record FleetModel(String name, List<Place> places) {
  FleetModel {
    places = List.copyOf(places);
  }

  /**
   * A model on a node.
   *
   * @param node that serves it
   * @param model as that node tells of it
   * @param lanes of the model there
   * @param usedBytes of all models in the node's memory
   */
  record Place(Node node, ServedModel model, List<Lane> lanes, long usedBytes) {
    Place {
      lanes = List.copyOf(lanes);
    }

    int waiting() {
      return lanes.stream().mapToInt(Lane::waiting).sum();
    }
  }

  /** All models of a fleet, by name. */
  static List<FleetModel> of(FleetStatus fleet) {
    Map<String, List<Place>> places = new TreeMap<>();
    for (Node node : fleet.nodes()) {
      node.serving()
          .ifPresent(
              serving -> {
                for (ServedModel model : serving.models()) {
                  places
                      .computeIfAbsent(model.name(), name -> new ArrayList<>())
                      .add(
                          new Place(
                              node, model, lanes(serving, model.name()), serving.memoryBytes()));
                }
              });
    }
    return places.entrySet().stream()
        .map(entry -> new FleetModel(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static List<Lane> lanes(Serving serving, String model) {
    String methods = service(model) + "/";
    return serving.lanes().stream().filter(lane -> lane.method().startsWith(methods)).toList();
  }

  /** Empty names and such are not for us to judge: they have no lanes then. */
  private static String service(String model) {
    try {
      return new ModelMethods(model).service();
    } catch (IllegalArgumentException e) {
      return model;
    }
  }

  /** How many nodes have it in this state. */
  long in(String state) {
    return places.stream().filter(place -> place.model().state().equals(state)).count();
  }

  long calls() {
    return places.stream().mapToLong(place -> place.model().calls()).sum();
  }

  int waiting() {
    return places.stream().mapToInt(Place::waiting).sum();
  }

  /** Bytes of it, all nodes together, where it is in memory. */
  long memoryBytes() {
    return places.stream()
        .map(Place::model)
        .filter(model -> model.state().equals("ready"))
        .mapToLong(ServedModel::memoryBytes)
        .sum();
  }

  String engines() {
    return String.join(
        ", ", places.stream().map(place -> place.model().engine()).distinct().sorted().toList());
  }

  String versions() {
    return String.join(
        ", ", places.stream().map(place -> place.model().version()).distinct().sorted().toList());
  }
}

package dev.edgewise.cli.chat;

import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The models of a fleet that make texts. Pure. */
final class ChatModels {
  private ChatModels() {}

  /**
   * A model that makes texts.
   *
   * @param name as people call it
   * @param service full name of its service
   */
  record TextModel(String name, String service) {
    /** The method that makes a text. */
    String method() {
      return service + "/" + ModelKind.TEXT.method();
    }
  }

  /**
   * The model of that name, or the only one.
   *
   * @throws CommandFailure when there is none, or more than one and none was named
   */
  static TextModel find(FleetStatus fleet, Optional<String> wanted) {
    List<TextModel> all = all(fleet);
    if (all.isEmpty()) {
      throw new Problem(
              ErrorCode.NOT_FOUND,
              "no node of the fleet serves a model that makes texts",
              "none has a method " + ModelKind.TEXT.method(),
              "get one with 'edgewise model pull gemma-3-270m', then start 'edgewise up' again")
          .failure();
    }
    if (wanted.isEmpty()) {
      if (all.size() == 1) {
        return all.getFirst();
      }
      throw new Problem(
              ErrorCode.BAD_USAGE,
              "the fleet serves more than one model that makes texts",
              "it has " + String.join(", ", all.stream().map(TextModel::name).toList()),
              "name one with --model")
          .failure();
    }
    String name = wanted.get();
    return all.stream()
        .filter(model -> model.name().equals(name) || model.service().equals(service(name)))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                        ErrorCode.NOT_FOUND,
                        "no node of the fleet makes texts with a model " + name,
                        NearestNames.hint(name, all.stream().map(TextModel::name).toList()),
                        "'edgewise models' lists all models")
                    .failure());
  }

  static List<TextModel> all(FleetStatus fleet) {
    Set<String> named = new TreeSet<>();
    fleet
        .nodes()
        .forEach(
            node ->
                node.serving()
                    .ifPresent(
                        serving -> serving.models().forEach(model -> named.add(model.name()))));
    return fleet.services().stream()
        .filter(service -> service.name().startsWith(ModelMethods.PACKAGE))
        .filter(
            service ->
                service.methods().stream()
                    .anyMatch(method -> method.name().equals(ModelKind.TEXT.method())))
        .map(service -> new TextModel(name(named, service.name()), service.name()))
        .toList();
  }

  /** As its nodes call it; a service's name has no dashes. */
  private static String name(Set<String> named, String service) {
    return named.stream()
        .filter(name -> service(name).equals(service))
        .findFirst()
        .orElseGet(() -> Words.simple(service));
  }

  /** Empty for what can be no model's name. */
  private static String service(String model) {
    try {
      return new ModelMethods(model).service();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}

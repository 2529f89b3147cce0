package dev.edgewise.orchestrator.gateway;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.node.OfferedModel;
import dev.edgewise.orchestrator.overview.MemberStatus;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMethods;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The models of the fleet that are asked by their name, whatever protocol asks, under the names
 * that people gave them. Thread-safe.
 */
public final class ApiModels {
  private static final List<ModelKind> KINDS =
      List.of(ModelKind.TEXT, ModelKind.EMBEDDINGS, ModelKind.TEXT_TO_IMAGE);

  private static final int MOST_NAMED = 20;

  private final Gateway gateway;
  private final OpenInference inference;

  /** Of a gateway. */
  public ApiModels(Gateway gateway, OpenInference inference) {
    this.gateway = requireNonNull(gateway, "gateway");
    this.inference = requireNonNull(inference, "inference");
  }

  /**
   * A model.
   *
   * @param id its name
   * @param service simple name of its service
   */
  public record Known(String id, String service, ModelKind kind) {
    /** The full name of one of its methods. */
    public String method(String method) {
      return ModelMethods.PACKAGE + service + "/" + method;
    }

    private boolean isCalled(String name) {
      return id.equals(name) || service.equals(name) || service.equals(serviceOf(name));
    }

    /** Empty for what can be no model's name. */
    private static String serviceOf(String model) {
      try {
        return new ModelMethods(model).simpleName();
      } catch (IllegalArgumentException e) {
        return "";
      }
    }
  }

  /** All, in the order of their names. */
  public List<Known> all() {
    Map<String, String> names = names(gateway.members());
    Map<String, Known> all = new TreeMap<>();
    inference
        .models()
        .forEach(
            (service, method) ->
                KINDS.stream()
                    .filter(kind -> kind.method().equals(method))
                    .findFirst()
                    .map(kind -> new Known(names.getOrDefault(service, service), service, kind))
                    .ifPresent(model -> all.put(model.id(), model)));
    return List.copyOf(all.values());
  }

  /** One by its name, or by that of its service. */
  public Optional<Known> find(String id) {
    return all().stream().filter(model -> model.isCalled(id)).findFirst();
  }

  /**
   * The model that a request names.
   *
   * @param id empty for the only one of its kind
   * @throws EdgewiseException with {@code NO_MODEL}, naming those that there are
   */
  public Known require(String id, ModelKind kind) {
    List<Known> able = all().stream().filter(model -> model.kind() == kind).toList();
    if (id.isEmpty() && able.size() == 1) {
      return able.getFirst();
    }
    return able.stream()
        .filter(model -> model.isCalled(id))
        .findFirst()
        .orElseThrow(() -> none(id, kind, able));
  }

  /**
   * What a model has answered.
   *
   * @throws EdgewiseException with {@code BAD_ANSWER} when that is not of this form
   */
  public static <T> T read(Codec<T> form, Message answer) {
    try {
      return WireReader.decode(form, answer);
    } catch (MalformedMessage e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_ANSWER, "What the model answered cannot be read.", e);
    }
  }

  private static EdgewiseException none(String id, ModelKind kind, List<Known> able) {
    List<String> there = new ArrayList<>(able.stream().map(Known::id).limit(MOST_NAMED).toList());
    return EdgewiseException.of(
        ErrorCode.NO_MODEL,
        (id.isEmpty() ? "The request names no model that " : "There is no model of that name that ")
            + switch (kind) {
              case TEXT -> "writes texts";
              case EMBEDDINGS -> "makes points of texts";
              default -> "makes pictures";
            }
            + ". "
            + (there.isEmpty()
                ? "No node of the fleet serves such a one."
                : "Name one of: " + there.stream().collect(Collectors.joining(", ")) + "."));
  }

  /** How nodes call the models behind the services, by simple service name. */
  private static Map<String, String> names(List<MemberStatus> members) {
    Map<String, String> names = new HashMap<>();
    for (MemberStatus member : members) {
      for (OfferedModel model : member.registration().models()) {
        if (model.service().startsWith(ModelMethods.PACKAGE)) {
          names.putIfAbsent(model.service().substring(ModelMethods.PACKAGE.length()), model.name());
        }
      }
    }
    return names;
  }
}

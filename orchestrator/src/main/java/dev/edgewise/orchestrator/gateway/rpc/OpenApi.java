package dev.edgewise.orchestrator.gateway.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.edgewise.core.CacheRule;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.sdk.wire.Protos;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * Describes the gateway's HTTP side for programs: an OpenAPI document of the methods that nodes
 * have registered. Pure.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.1">OpenAPI Specification 3.1</a>
 */
public final class OpenApi {
  /** Methods that one document describes; the rest can be called all the same. */
  private static final int MOST_METHODS = 1_000;

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private final DynamicServices services;
  private final Comments comments = new Comments();
  private final Schemas schemas = new Schemas(comments);

  private OpenApi(DynamicServices services) {
    this.services = services;
  }

  /**
   * The document.
   *
   * @param version of the orchestrator's software
   */
  public static String of(DynamicServices services, String version) {
    return GSON.toJson(new OpenApi(services).document(version)) + "\n";
  }

  private JsonObject document(String version) {
    List<String> methods = services.methods();
    JsonObject document = always();
    JsonObject info = document.getAsJsonObject("info");
    info.addProperty(
        "description",
        "The methods that the nodes of this fleet offer, and its models by OpenAI's protocol. A"
            + " call is routed to the node that will finish it soonest within its rules."
            + (methods.size() > MOST_METHODS
                ? " " + (methods.size() - MOST_METHODS) + " more methods are not described here."
                : ""));
    info.addProperty("version", version);
    JsonObject paths = document.getAsJsonObject("paths");
    methods.stream()
        .limit(MOST_METHODS)
        .forEach(method -> paths.add("/v1/call/" + method, path(method)));
    JsonObject components = document.getAsJsonObject("components");
    JsonObject described = components.getAsJsonObject("schemas");
    schemas.components().forEach(described::add);
    return document;
  }

  /** What every gateway has, whatever its nodes offer. */
  private static JsonObject always() {
    try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
      return JsonParser.parseReader(
              new InputStreamReader(requireNonNull(in, "openapi.json"), UTF_8))
          .getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException("openapi.json cannot be read", e);
    }
  }

  private JsonObject path(String method) {
    MethodDescriptor descriptor = services.descriptor(method);
    MethodContract contract = services.contract(method);
    JsonObject post = new JsonObject();
    post.addProperty("operationId", method.replace('/', '.'));
    JsonArray tags = new JsonArray();
    tags.add(contract.service());
    post.add("tags", tags);
    post.addProperty("summary", descriptor.getService().getName() + "/" + contract.method());
    post.addProperty("description", (comments.of(descriptor) + "\n\n" + promise(contract)).strip());
    JsonArray parameters = new JsonArray();
    for (String header :
        mayBeKept(contract)
            ? List.of("Deadline", "Label", "Tenant", "CacheControl")
            : List.of("Deadline", "Label", "Tenant")) {
      parameters.add(reference("parameters", header));
    }
    if (contract.resumable()) {
      parameters.add(reference("parameters", "LastEventId"));
    }
    post.add("parameters", parameters);
    JsonObject body = new JsonObject();
    // Who comes back to a stream need not send it again.
    body.addProperty("required", !contract.resumable());
    body.add("content", content(schemas.of(descriptor.getInputType()), "application/json"));
    post.add("requestBody", body);
    JsonObject responses = new JsonObject();
    responses.add("200", answer(descriptor, contract));
    responses.add("default", reference("responses", "Problem"));
    post.add("responses", responses);
    JsonObject path = new JsonObject();
    path.add("post", post);
    return path;
  }

  private JsonObject answer(MethodDescriptor descriptor, MethodContract contract) {
    JsonObject item = schemas.of(descriptor.getOutputType());
    JsonObject answer = new JsonObject();
    answer.addProperty(
        "description",
        contract.streaming()
            ? "A stream: one object a line, or one event each; what ends it early comes last, as"
                + " a problem."
            : "What the method returned.");
    JsonObject headers = new JsonObject();
    for (String header :
        mayBeKept(contract)
            ? List.of("Decision", "Node", "Tier", "Cache")
            : List.of("Decision", "Node", "Tier")) {
      headers.add("Edgewise-" + header, reference("headers", header));
    }
    if (contract.resumable()) {
      headers.add("Edgewise-Generation", reference("headers", "Generation"));
    }
    answer.add("headers", headers);
    answer.add(
        "content",
        contract.streaming()
            ? content(item, "application/x-ndjson", "text/event-stream")
            : content(item, "application/json"));
    return answer;
  }

  /** Whether nodes keep what it returned: when its annotation says so, or a caller's profile. */
  private static boolean mayBeKept(MethodContract contract) {
    boolean ofModel =
        contract.service().startsWith(ModelMethods.PACKAGE)
            && !contract.method().equals(ModelMethods.METADATA);
    return ofModel || contract.cached().isPresent();
  }

  /** What the method's annotations say, for people. */
  private static String promise(MethodContract contract) {
    return "Deadline "
        + contract.deadline().toMillis()
        + " ms; "
        + (contract.idempotent() ? "idempotent" : "not idempotent")
        + "; prefers the "
        + contract.preferredTier().name().toLowerCase(Locale.ROOT)
        + "; label "
        + Protos.labelText(contract.label())
        + (contract.resumable()
            ? "; goes on elsewhere when its node is lost, and for a while when its client is"
            : "")
        + contract
            .cascade()
            .map(
                band ->
                    "; asks the edge first, and the cloud when the answer's confidence lies from "
                        + band.from()
                        + " to "
                        + band.to())
            .orElse("")
        + contract
            .cached()
            .map(rule -> "; kept for " + rule.timeToLive().toSeconds() + " s" + alike(rule))
            .orElse("")
        + ".";
  }

  private static String alike(CacheRule rule) {
    return rule.semantic()
        .map(
            semantic ->
                ", for questions that mean alike too, from a similarity of "
                    + semantic.similarityThreshold())
        .orElse("");
  }

  private static JsonObject content(JsonObject schema, String... types) {
    JsonObject content = new JsonObject();
    for (String type : types) {
      JsonObject media = new JsonObject();
      media.add("schema", schema);
      content.add(type, media);
    }
    return content;
  }

  private static JsonObject reference(String kind, String name) {
    JsonObject reference = new JsonObject();
    reference.addProperty("$ref", "#/components/" + kind + "/" + name);
    return reference;
  }
}

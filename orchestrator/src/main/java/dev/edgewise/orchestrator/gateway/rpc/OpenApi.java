package dev.edgewise.orchestrator.gateway.rpc;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheRule;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.sdk.wire.DynamicServices;
import dev.edgewise.sdk.wire.Protos;
import java.util.Arrays;
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

  private static final String PROBLEM = "edgewise.Problem";
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
    JsonObject info = new JsonObject();
    info.addProperty("title", "Edgewise gateway");
    info.addProperty(
        "description",
        "The methods that the nodes of this fleet offer. A call is routed to the node that will"
            + " finish it soonest within its rules."
            + (methods.size() > MOST_METHODS
                ? " " + (methods.size() - MOST_METHODS) + " more methods are not described here."
                : ""));
    info.addProperty("version", version);
    JsonObject server = new JsonObject();
    server.addProperty("url", "/");
    JsonObject paths = new JsonObject();
    methods.stream()
        .limit(MOST_METHODS)
        .forEach(method -> paths.add("/v1/call/" + method, path(method)));
    JsonObject document = new JsonObject();
    document.addProperty("openapi", "3.1.0");
    document.add("info", info);
    document.add("servers", array(server));
    document.add("paths", paths);
    document.add("components", components());
    return document;
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

  private JsonObject components() {
    JsonObject parameters = new JsonObject();
    parameters.add(
        "Deadline",
        parameter(
            "Edgewise-Deadline",
            "How long the caller waits at most, such as 500ms, 2s or 1m; at most an hour. Without"
                + " it, what the method says.",
            pattern("^[0-9]{1,9}(ms|s|m|h)$")));
    parameters.add(
        "Label",
        parameter(
            "Edgewise-Label",
            "How sensitive the data is; it can only be raised above what the method says.",
            labels()));
    parameters.add(
        "Tenant",
        parameter(
            "Edgewise-Tenant",
            "Whose call this is. What is kept of one tenant's calls is served to no other. Nobody"
                + " checks it, and nothing is allowed by it.",
            pattern("^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$")));
    parameters.add(
        "CacheControl",
        parameter(
            "Edgewise-Cache-Control",
            "What is asked of caches: no-cache (compute it), exact-only (no answer to another"
                + " question that means alike), max-age=SECONDS, min-similarity=0 to 1; several by"
                + " commas.",
            Schemas.type("string")));
    parameters.add(
        "LastEventId",
        parameter(
            "Last-Event-ID",
            "Goes on with a stream whose connection broke, after the last item that came: the id of"
                + " its event, which is Edgewise-Generation of the answer, a slash and the item's"
                + " number from 1. The body may be left out then.",
            pattern("^[A-Za-z0-9_-]{22}/[0-9]{1,15}$")));
    JsonObject headers = new JsonObject();
    headers.add("Generation", header("The id by which a client comes back to the stream."));
    headers.add(
        "Decision",
        header(
            "The id for: edgewise explain ID; and for POST /v1/wrong-answer/ID, by which what was"
                + " kept of a wrong answer goes."));
    headers.add("Node", header("The node that answered."));
    headers.add("Tier", header("Its tier: edge or cloud."));
    headers.add(
        "Cache",
        header(
            "Of methods whose results are kept: none (computed now), exact (the very same had been"
                + " asked), semantic (something that means alike had been); with age in seconds,"
                + " similarity, and the bound on wrong ones where one is kept."));
    JsonObject problem = new JsonObject();
    problem.addProperty("description", "Why there is no answer, and what to do.");
    problem.add("content", content(Schemas.reference(PROBLEM), "application/problem+json"));
    JsonObject responses = new JsonObject();
    responses.add("Problem", problem);
    JsonObject described = new JsonObject();
    described.add(PROBLEM, problemSchema());
    schemas.components().forEach(described::add);
    JsonObject components = new JsonObject();
    components.add("parameters", parameters);
    components.add("headers", headers);
    components.add("responses", responses);
    components.add("schemas", described);
    return components;
  }

  private static JsonObject problemSchema() {
    JsonObject properties = new JsonObject();
    properties.add("type", Schemas.type("string"));
    properties.add("title", Schemas.type("string"));
    properties.add("status", Schemas.type("integer"));
    properties.add("detail", text("What happened, why, and what to do."));
    properties.add("code", text("The stable code, such as EW6001."));
    properties.add("decision", text("The id for: edgewise explain ID"));
    JsonObject fault = Schemas.type("object");
    fault.addProperty(
        "description", "The exception that the method declares: its type, and its own fields.");
    properties.add("fault", fault);
    JsonObject schema = Schemas.type("object");
    schema.add("properties", properties);
    JsonArray required = new JsonArray();
    List.of("title", "status", "detail", "code").forEach(required::add);
    schema.add("required", required);
    return schema;
  }

  private static JsonObject parameter(String name, String description, JsonObject schema) {
    JsonObject parameter = new JsonObject();
    parameter.addProperty("name", name);
    parameter.addProperty("in", "header");
    parameter.addProperty("description", description);
    parameter.add("schema", schema);
    return parameter;
  }

  private static JsonObject header(String description) {
    JsonObject header = new JsonObject();
    header.addProperty("description", description);
    header.add("schema", Schemas.type("string"));
    return header;
  }

  private static JsonObject labels() {
    JsonArray labels = new JsonArray();
    Arrays.stream(Label.values()).map(Protos::labelText).forEach(labels::add);
    JsonObject schema = Schemas.type("string");
    schema.add("enum", labels);
    return schema;
  }

  private static JsonObject pattern(String pattern) {
    JsonObject schema = Schemas.type("string");
    schema.addProperty("pattern", pattern);
    return schema;
  }

  private static JsonObject text(String description) {
    JsonObject schema = Schemas.type("string");
    schema.addProperty("description", description);
    return schema;
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

  private static JsonArray array(JsonObject only) {
    JsonArray array = new JsonArray();
    array.add(only);
    return array;
  }
}

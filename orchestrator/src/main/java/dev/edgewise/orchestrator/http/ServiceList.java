package dev.edgewise.orchestrator.http;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.wire.Protos;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import java.util.Locale;

/** The methods that can be called through the gateway, as JSON. Pure. */
final class ServiceList {
  private static final int MOST_METHODS = 1_000;
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private ServiceList() {}

  static String of(DynamicServices services) {
    JsonArray methods = new JsonArray();
    services.methods().stream()
        .limit(MOST_METHODS)
        .forEach(method -> methods.add(method(services, method)));
    JsonObject document = new JsonObject();
    document.addProperty("schema", "edgewise.services/1");
    document.add("methods", methods);
    document.addProperty("leftOut", Math.max(0, services.methods().size() - MOST_METHODS));
    return GSON.toJson(document) + "\n";
  }

  private static JsonObject method(DynamicServices services, String name) {
    MethodContract contract = services.contract(name);
    JsonObject method = new JsonObject();
    method.addProperty("method", name);
    method.addProperty("call", "/v1/call/" + name);
    method.addProperty("tier", contract.preferredTier().name().toLowerCase(Locale.ROOT));
    method.addProperty("deadlineMillis", contract.deadline().toMillis());
    method.addProperty("idempotent", contract.idempotent());
    method.addProperty("label", Protos.labelText(contract.label()));
    method.addProperty("streaming", contract.streaming());
    method.addProperty("resumable", contract.resumable());
    method.add("request", JsonParser.parseString(services.requestSkeleton(name)));
    return method;
  }
}

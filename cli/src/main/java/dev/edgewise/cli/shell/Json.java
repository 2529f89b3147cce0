package dev.edgewise.cli.shell;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** The one way in which commands write JSON: a single indented document. */
public final class Json {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private Json() {}

  /** A document of plain values, lists and records; fields in the order of their declaration. */
  public static String of(Object document) {
    return GSON.toJson(document);
  }

  /** An empty document of this kind; the fields that are added keep their order. */
  public static JsonObject document(String schema) {
    JsonObject document = new JsonObject();
    document.addProperty("schema", schema);
    return document;
  }

  /** Adds the fields of another document, as they are there. */
  public static void copy(String from, JsonObject to) {
    JsonParser.parseString(from).getAsJsonObject().asMap().forEach(to::add);
  }

  /** A plain value as text; empty when there is none of that name. */
  public static String text(JsonObject of, String name) {
    JsonElement value = of.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  /** An error as a document. */
  public static String of(Problem problem) {
    JsonObject document = document("edgewise.error/1");
    document.addProperty("code", problem.code().id());
    document.addProperty("what", problem.what());
    document.addProperty("why", problem.why());
    document.addProperty("fix", problem.fix());
    return of(document);
  }
}

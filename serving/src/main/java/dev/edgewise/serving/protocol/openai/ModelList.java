package dev.edgewise.serving.protocol.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** Which models there are, for {@code GET /v1/models}. Pure. */
public final class ModelList {
  private ModelList() {}

  /**
   * A model.
   *
   * @param id its name
   * @param kind what it does, in our words: clients skip what they do not know
   */
  public record Listed(String id, String kind) {}

  /** All of them. */
  public static String json(List<Listed> models) {
    JsonArray data = new JsonArray();
    models.forEach(model -> data.add(tree(model)));
    JsonObject json = new JsonObject();
    json.addProperty("object", "list");
    json.add("data", data);
    return json.toString();
  }

  /** One. */
  public static String json(Listed model) {
    return tree(model).toString();
  }

  private static JsonObject tree(Listed model) {
    JsonObject json = new JsonObject();
    json.addProperty("id", model.id());
    json.addProperty("object", "model");
    // Nobody here knows when it was made.
    json.addProperty("created", 0);
    json.addProperty("owned_by", "edgewise");
    json.addProperty("kind", model.kind());
    return json;
  }
}

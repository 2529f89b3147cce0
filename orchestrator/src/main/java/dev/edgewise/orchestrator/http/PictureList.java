package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.orchestrator.gateway.PictureShelf;
import jakarta.inject.Singleton;

/** The last pictures that everybody may see, as JSON. Thread-safe. */
@Singleton
public final class PictureList {
  static final String PATH = "/pictures/";
  static final String SUFFIX = ".png";

  private static final int MOST = 12;

  private final PictureShelf shelf;

  PictureList(PictureShelf shelf) {
    this.shelf = requireNonNull(shelf, "shelf");
  }

  /** {@code edgewise.pictures/1}, the newest first; those that have gone are not in it. */
  public String json() {
    JsonArray all = new JsonArray();
    for (PictureShelf.Shown shown : shelf.newest(MOST)) {
      JsonObject picture = new JsonObject();
      picture.addProperty("url", PATH + shown.id() + SUFFIX);
      picture.addProperty("model", shown.model());
      picture.addProperty("prompt", shown.prompt());
      picture.addProperty("at", shown.at().toString());
      all.add(picture);
    }
    JsonObject json = new JsonObject();
    json.addProperty("schema", "edgewise.pictures/1");
    json.add("pictures", all);
    return json.toString();
  }
}

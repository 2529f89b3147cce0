package dev.edgewise.serving.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.sdk.spi.WireReader;
import java.util.List;

/**
 * What a repository's index is asked for, and what it says. Pure.
 *
 * @param onlyReady whether it is to have nothing but models that are loaded
 */
record RepositoryIndex(boolean onlyReady) {
  static final RepositoryIndex ALL = new RepositoryIndex(false);
  static final Reading<RepositoryIndex> READING =
      new Reading<>("repository request", RepositoryIndex::read);

  private static RepositoryIndex read(WireReader in) {
    boolean onlyReady = false;
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == (2 << 3 | WireReader.VARINT)) {
        onlyReady = in.bool();
      } else {
        in.skip(tag);
      }
    }
    return new RepositoryIndex(onlyReady);
  }

  private List<ModelCatalogue.Entry> wanted(List<ModelCatalogue.Entry> all) {
    return onlyReady ? all.stream().filter(one -> one.state().equals("ready")).toList() : all;
  }

  Fields fields(List<ModelCatalogue.Entry> all) {
    Fields out = new Fields();
    for (ModelCatalogue.Entry entry : wanted(all)) {
      out.message(
          1,
          of ->
              of.text(1, entry.model())
                  .text(2, entry.version())
                  .text(3, state(entry.state()))
                  .text(4, reason(entry)));
    }
    return out;
  }

  JsonArray json(List<ModelCatalogue.Entry> all) {
    JsonArray array = new JsonArray();
    for (ModelCatalogue.Entry entry : wanted(all)) {
      JsonObject json = new JsonObject();
      json.addProperty("name", entry.model());
      if (!entry.version().isEmpty()) {
        json.addProperty("version", entry.version());
      }
      json.addProperty("state", state(entry.state()));
      String reason = reason(entry);
      if (!reason.isEmpty()) {
        json.addProperty("reason", reason);
      }
      array.add(json);
    }
    return array;
  }

  /** As Triton names states; it has no word for one that its first call loads. */
  private static String state(String word) {
    return switch (word) {
      case "ready" -> "READY";
      case "loading" -> "LOADING";
      default -> "UNAVAILABLE";
    };
  }

  private static String reason(ModelCatalogue.Entry entry) {
    return entry.state().equals("unloaded") && entry.reason().isEmpty()
        ? "not loaded; its first call loads it"
        : entry.reason();
  }
}

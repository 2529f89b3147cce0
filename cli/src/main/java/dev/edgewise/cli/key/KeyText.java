package dev.edgewise.cli.key;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.TextTable;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.sdk.wire.operator.KeyEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** API keys for people and for programs. Pure. */
final class KeyText {
  private KeyText() {}

  static String list(List<KeyEntry> keys, Instant now) {
    if (keys.isEmpty()) {
      return "There are no API keys. 'edgewise key add' makes one.\n";
    }
    TextTable table = new TextTable("NAME", "TENANT", "OPENS", "ENDS", ">USED");
    for (KeyEntry key : keys) {
      table.row(
          key.name(),
          key.tenant().orElse("-"),
          opens(key),
          key.ended() ? "has ended" : key.ends(),
          key.used().map(hour -> ago(hour, now)).orElse("never"));
    }
    return table.text("");
  }

  /** What is told of a key once, and never again. */
  static String added(KeyEntry.Added added) {
    KeyEntry key = added.key();
    return added.secret()
        + "\n\n"
        + "This is the key "
        + key.name()
        + ", told this once. It opens "
        + opens(key)
        + key.tenant().map(tenant -> " for the tenant " + tenant).orElse("")
        + " and ends on "
        + key.ends()
        + ".\n"
        + (key.operator()
            ? "In a browser it is the password; the user's name may be anything.\n"
            : "Callers send it as: Authorization: Bearer KEY\n");
  }

  static String revoked(KeyEntry key) {
    return "The key " + key.name() + " is revoked: it opens nothing from now on.\n";
  }

  private static String opens(KeyEntry key) {
    if (key.operator()) {
      return "the page";
    }
    return key.services().contains("*") ? "everything" : String.join(", ", key.services());
  }

  /** It is kept to the hour. */
  private static String ago(Instant hour, Instant now) {
    Duration since = Duration.between(hour, now);
    return since.compareTo(Duration.ofHours(1)) < 0
        ? "in this hour"
        : Words.duration(since) + " ago";
  }

  static String json(List<KeyEntry> keys) {
    JsonObject document = Json.document("edgewise.keys/1");
    JsonArray array = new JsonArray();
    keys.forEach(
        key -> {
          JsonObject json = new JsonObject();
          put(key, json);
          array.add(json);
        });
    document.add("keys", array);
    return Json.of(document) + "\n";
  }

  static String json(KeyEntry.Added added) {
    JsonObject document = Json.document("edgewise.key/1");
    put(added.key(), document);
    document.addProperty("key", added.secret());
    return Json.of(document) + "\n";
  }

  static String json(KeyEntry key) {
    JsonObject document = Json.document("edgewise.key/1");
    put(key, document);
    return Json.of(document) + "\n";
  }

  private static void put(KeyEntry key, JsonObject json) {
    json.addProperty("name", key.name());
    json.addProperty("tenant", key.tenant().orElse(null));
    JsonArray services = new JsonArray();
    key.services().forEach(services::add);
    json.add("services", services);
    json.addProperty("operator", key.operator());
    json.addProperty("made", key.made().toString());
    json.addProperty("ends", key.ends().toString());
    json.addProperty("ended", key.ended());
    json.addProperty("used", key.used().map(Instant::toString).orElse(null));
  }
}

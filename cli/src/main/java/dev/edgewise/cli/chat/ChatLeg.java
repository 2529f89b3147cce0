package dev.edgewise.cli.chat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.cli.shell.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A node that was given an answer to make, and what came of it.
 *
 * @param node its name
 * @param answer one word: {@code completed}, {@code lost} and so on
 * @param detail for people
 */
record ChatLeg(String node, String answer, String detail) {
  /** Those of a decision: an {@code edgewise.v1.DecisionRecord} as JSON. */
  static List<ChatLeg> of(String decision) {
    List<ChatLeg> legs = new ArrayList<>();
    if (JsonParser.parseString(decision) instanceof JsonObject record
        && record.get("steps") instanceof JsonArray steps) {
      for (JsonElement each : steps) {
        if (each instanceof JsonObject step && !Json.text(step, "node").isEmpty()) {
          legs.add(
              new ChatLeg(
                  Json.text(step, "node"), Json.text(step, "answer"), Json.text(step, "detail")));
        }
      }
    }
    return legs;
  }

  /** {@code on west1-a}, or {@code on west1-a (lost: …), then on west1-b}; empty when none. */
  static String inWords(List<ChatLeg> legs) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < legs.size(); i++) {
      ChatLeg leg = legs.get(i);
      words.append(i == 0 ? "on " : ", then on ").append(leg.node());
      if (i < legs.size() - 1) {
        words
            .append(" (")
            .append(leg.answer())
            .append(leg.detail().isEmpty() ? "" : ": " + leg.detail())
            .append(")");
      }
    }
    return words.toString();
  }

  JsonElement json() {
    JsonObject json = new JsonObject();
    json.addProperty("node", node);
    json.addProperty("answer", answer);
    json.addProperty("detail", detail);
    return json;
  }
}

package dev.edgewise.cli.fleet;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.core.Text;
import dev.edgewise.sdk.wire.operator.ZoneReport;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** One decision in one line, from its document of schema {@code edgewise.explain/1}. Pure. */
final class WatchLine {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
  private static final int MOST_OF_A_REASON = 160;

  private WatchLine() {}

  /** When, which node or zone, what was done, why. */
  static String of(ZoneReport.Event event, ZoneId zone) {
    return event.time().map(time -> TIME.format(time.atZone(zone))).orElse("?")
        + "  "
        + (event.node().isEmpty() ? "zone " + event.zone() : event.node())
        + " "
        + event.what()
        + (event.because().isEmpty() ? "" : ": " + Text.line(event.because(), MOST_OF_A_REASON));
  }

  /** When, which node, what is under quarantine there, why. */
  static String of(Optional<Instant> when, QuarantineNews.Change change, ZoneId zone) {
    return when.map(time -> TIME.format(time.atZone(zone))).orElse("?")
        + "  "
        + Text.line(change.text(), 2 * MOST_OF_A_REASON);
  }

  /**
   * When, which method, which node, how long, why.
   *
   * @param json the document
   * @param zone of whoever reads it
   */
  static String of(String json, ZoneId zone) {
    JsonObject decision = JsonParser.parseString(json).getAsJsonObject();
    JsonObject result = object(decision, "result").orElseGet(JsonObject::new);
    String outcome = Json.text(result, "outcome");
    String node = Json.text(result, "node");
    String where = node.isEmpty() ? outcome.toUpperCase(Locale.ROOT) : node;
    if (!node.isEmpty() && !outcome.equals("completed")) {
      where += " " + outcome.toUpperCase(Locale.ROOT);
    }
    return "%s  %-26s  %-18s  %8s  %s"
        .formatted(
            time(Json.text(decision, "time"), zone),
            Words.simple(Json.text(decision, "method")),
            where,
            Words.millis(millis(Json.text(result, "took"))),
            why(decision, result))
        .stripTrailing();
  }

  /** The reason of the step that counted, and what else happened. */
  private static String why(JsonObject decision, JsonObject result) {
    JsonArray steps = decision.get("steps") instanceof JsonArray array ? array : new JsonArray();
    String code = Json.text(result, "code");
    String why = "";
    for (JsonElement step : steps) {
      why = Json.text(step.getAsJsonObject(), "reason");
    }
    if (!code.isEmpty()) {
      why = code + " " + Json.text(result, "message");
    }
    String escalation = Json.text(result, "escalation");
    String prefix =
        switch (escalation) {
          case "escalated" -> "escalated: ";
          case "kept" -> "edge answer kept: ";
          default -> steps.size() > 1 ? "after " + (steps.size() - 1) + " more: " : "";
        };
    String via = Json.text(decision, "via");
    return Text.line((via.isEmpty() ? "" : "via " + via + ": ") + prefix + why, MOST_OF_A_REASON);
  }

  private static String time(String text, ZoneId zone) {
    return text.isEmpty() ? "?" : TIME.format(Instant.parse(text).atZone(zone));
  }

  /** Protobuf's JSON has durations as {@code "0.012s"}. */
  static double millis(String duration) {
    if (!duration.endsWith("s")) {
      return 0;
    }
    try {
      return Double.parseDouble(duration.substring(0, duration.length() - 1)) * 1e3;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static Optional<JsonObject> object(JsonObject of, String name) {
    return of.get(name) instanceof JsonObject value ? Optional.of(value) : Optional.empty();
  }
}

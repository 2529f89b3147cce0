package dev.edgewise.cli.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;

/** What the application tells the demo: one JSON object a line. Times are milliseconds. */
sealed interface DemoEvent {
  /** A face, in pixels of the picture's file. */
  record Box(int x, int y, int w, int h) {}

  /**
   * A picture has been looked at.
   *
   * @param score the best score of all candidates, 0 to 1
   * @param why in words: what the cascade did
   * @param decision for {@code edgewise explain}
   */
  record Picture(
      String file,
      String tier,
      String node,
      int faces,
      double score,
      boolean escalated,
      double millis,
      List<Box> boxes,
      String why,
      String decision)
      implements DemoEvent {
    public Picture {
      boxes = List.copyOf(boxes);
    }
  }

  /** The album has been made. */
  record Album(String node, int faces, double millis) implements DemoEvent {}

  /**
   * One call under load has ended.
   *
   * @param at when it was made, milliseconds since the epoch
   * @param took how long it took
   * @param node who answered; empty when nobody did
   * @param tier of that node; empty when nobody answered
   * @param ok whether a result came back
   * @param error for people; empty when ok
   */
  record Call(double at, double took, String node, String tier, boolean ok, String error)
      implements DemoEvent {
    double end() {
      return at + took;
    }
  }

  /**
   * An order of {@code samples/tickets} has ended.
   *
   * @param at when its buyer came, milliseconds since the epoch
   * @param late how much later the order was sent, for want of a processor
   * @param took from {@code at} to the answer
   * @param node who sold the ticket; empty when there is none
   * @param ok whether there is a ticket
   * @param error for people; empty when ok
   */
  record Order(double at, double late, double took, String node, boolean ok, String error)
      implements DemoEvent {}

  /**
   * A node has got into another state.
   *
   * @param since when, milliseconds since the epoch
   */
  record Node(String node, String liveness, double since) implements DemoEvent {
    boolean isAlive() {
      return liveness.equals("ALIVE");
    }
  }

  /** A stage is over: {@code pictures} (album included), {@code buy} or {@code load}. */
  record Done(String stage) implements DemoEvent {}

  /** Something that should not have happened, in words. */
  record Trouble(String message) implements DemoEvent {}

  /**
   * Reads one line.
   *
   * @throws JsonParseException when it is not an event
   */
  static DemoEvent parse(String line) {
    JsonElement element = JsonParser.parseString(line);
    if (!element.isJsonObject()) {
      throw new JsonParseException("not an object");
    }
    Fields fields = new Fields(element.getAsJsonObject());
    return switch (fields.text("event")) {
      case "picture" ->
          new Picture(
              fields.text("file"),
              fields.text("tier"),
              fields.text("node"),
              fields.integer("faces"),
              fields.number("score"),
              fields.flag("escalated"),
              fields.number("millis"),
              boxes(fields.array("boxes")),
              fields.text("why"),
              fields.text("decision"));
      case "album" ->
          new Album(fields.text("node"), fields.integer("faces"), fields.number("millis"));
      case "call" ->
          new Call(
              fields.number("at"),
              fields.number("took"),
              fields.text("node"),
              fields.text("tier"),
              fields.flag("ok"),
              fields.text("error"));
      case "order" ->
          new Order(
              fields.number("at"),
              fields.number("late"),
              fields.number("took"),
              fields.text("node"),
              fields.flag("ok"),
              fields.text("error"));
      case "node" -> new Node(fields.text("node"), fields.text("liveness"), fields.number("since"));
      case "done" -> new Done(fields.text("stage"));
      case "trouble" -> new Trouble(fields.text("message"));
      default -> throw new JsonParseException("unknown event: " + fields.text("event"));
    };
  }

  private static List<Box> boxes(JsonArray array) {
    List<Box> boxes = new ArrayList<>();
    for (JsonElement element : array) {
      if (!element.isJsonObject()) {
        throw new JsonParseException("a box is not an object");
      }
      Fields box = new Fields(element.getAsJsonObject());
      boxes.add(new Box(box.integer("x"), box.integer("y"), box.integer("w"), box.integer("h")));
    }
    return boxes;
  }

  /** Typed access that names what is missing. */
  record Fields(JsonObject object) {
    private JsonElement get(String name) {
      JsonElement value = object.get(name);
      if (value == null || value.isJsonNull()) {
        throw new JsonParseException("field missing: " + name);
      }
      return value;
    }

    private JsonElement primitive(String name) {
      JsonElement value = get(name);
      if (!value.isJsonPrimitive()) {
        throw new JsonParseException("not a plain value: " + name);
      }
      return value;
    }

    String text(String name) {
      return primitive(name).getAsString();
    }

    double number(String name) {
      try {
        return primitive(name).getAsDouble();
      } catch (NumberFormatException e) {
        throw new JsonParseException("not a number: " + name, e);
      }
    }

    int integer(String name) {
      return (int) Math.round(number(name));
    }

    boolean flag(String name) {
      return primitive(name).getAsBoolean();
    }

    JsonArray array(String name) {
      JsonElement value = get(name);
      if (!value.isJsonArray()) {
        throw new JsonParseException("not a list: " + name);
      }
      return value.getAsJsonArray();
    }
  }
}

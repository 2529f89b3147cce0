package dev.edgewise.bench.report;

import static java.util.Objects.requireNonNull;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything that one run of a benchmark found.
 *
 * @param schema of the JSON form, for example {@code edgewise.bench.serve/1}
 * @param command as it was typed
 * @param at when it began
 * @param machine where
 * @param facts more that a reader needs to judge it, such as the seed
 * @param tables what was found, in the order in which people read it
 * @param words how to read it, below the tables; may be empty
 */
public record Report(
    String schema,
    String command,
    Instant at,
    Machine machine,
    Map<String, String> facts,
    List<Table> tables,
    String words) {
  /** In a cell: there were too few samples to tell. */
  static final Object NOT_TOLD = "n too small";

  public Report {
    requireNonNull(schema, "schema");
    requireNonNull(command, "command");
    requireNonNull(at, "at");
    requireNonNull(machine, "machine");
    facts = Map.copyOf(facts);
    tables = List.copyOf(tables);
    requireNonNull(words, "words");
  }

  /** The document. A figure that was not told is {@code null}. */
  public String json() {
    JsonObject document = new JsonObject();
    document.addProperty("schema", schema);
    document.addProperty("command", command);
    document.addProperty("at", at.toString());
    JsonObject where = new JsonObject();
    machine.facts().forEach(where::addProperty);
    document.add("machine", where);
    facts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(fact -> document.addProperty(fact.getKey(), fact.getValue()));
    tables.forEach(table -> document.add(table.name(), array(table.rows())));
    return new GsonBuilder()
        .setPrettyPrinting()
        .disableHtmlEscaping()
        .serializeNulls()
        .create()
        .toJson(document);
  }

  /** The same for people: the tables, how to read them, and how they came about. */
  public String text() {
    StringBuilder text = new StringBuilder();
    tables.forEach(table -> text.append(table.text()));
    return text.append(words)
        .append(words.isEmpty() ? "" : "\n\n")
        .append(command)
        .append(", ")
        .append(at)
        .append(", ")
        .append(machine.facts())
        .append('\n')
        .toString();
  }

  private static JsonArray array(List<Row> rows) {
    JsonArray array = new JsonArray();
    for (Row row : rows) {
      JsonObject object = new JsonObject();
      row.cells()
          .forEach(
              (name, value) -> {
                if (value == NOT_TOLD) {
                  object.add(name, JsonNull.INSTANCE);
                } else if (value instanceof Number number) {
                  object.addProperty(name, number);
                } else if (value instanceof List<?> interval) {
                  JsonArray ends = new JsonArray();
                  interval.forEach(end -> ends.add((Number) end));
                  object.add(name, ends);
                } else {
                  object.addProperty(name, value.toString());
                }
              });
      object.addProperty("mark", row.mark().name());
      array.add(object);
    }
    return array;
  }
}

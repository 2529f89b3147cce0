package dev.edgewise.bench.report;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/**
 * Rows that belong together.
 *
 * @param name in JSON
 * @param heading for people, above it; may be empty
 * @param rows each with its mark
 * @param notForPeople columns that only JSON has
 */
public record Table(String name, String heading, List<Row> rows, Set<String> notForPeople) {
  public Table {
    requireNonNull(name, "name");
    requireNonNull(heading, "heading");
    rows = List.copyOf(rows);
    notForPeople = Set.copyOf(notForPeople);
  }

  /** All columns for everybody. */
  public Table(String name, String heading, List<Row> rows) {
    this(name, heading, rows, Set.of());
  }

  /** Columns that line up; empty when there are no rows. */
  String text() {
    return rows.isEmpty()
        ? ""
        : (heading.isEmpty() ? "" : heading + "\n\n") + TextTable.of(rows, notForPeople) + "\n";
  }
}

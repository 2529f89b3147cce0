package dev.edgewise.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rows as columns that line up; the mark is the last column and always there. */
public final class TextTable {
  private TextTable() {}

  /** All rows, with a column for each name that one of them has, except those left out. */
  public static String of(List<Row> rows, Set<String> leaveOut) {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(row.cells().keySet()));
    names.removeAll(leaveOut);
    List<List<String>> lines = new ArrayList<>();
    List<String> headings = new ArrayList<>(names);
    headings.add("mark");
    lines.add(headings);
    List<Boolean> right = new ArrayList<>();
    for (String name : names) {
      right.add(rows.stream().map(row -> row.cells().get(name)).anyMatch(Number.class::isInstance));
    }
    right.add(false);
    for (Row row : rows) {
      List<String> line = new ArrayList<>();
      names.forEach(name -> line.add(text(row.cells().getOrDefault(name, ""))));
      line.add(row.mark().name());
      lines.add(line);
    }
    return aligned(lines, right);
  }

  private static String aligned(List<List<String>> lines, List<Boolean> right) {
    int[] widths = new int[right.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder padded = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String pad = " ".repeat(widths[i] - line.get(i).length());
        padded.append(right.get(i) ? pad + line.get(i) : line.get(i) + pad).append("  ");
      }
      text.append(padded.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String text(Object cell) {
    return cell instanceof Double number
        ? String.format(Locale.ROOT, Math.abs(number) < 10 ? "%.2f" : "%.1f", number)
        : cell.toString();
  }
}

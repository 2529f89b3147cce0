package dev.edgewise.cli.shell;

import java.util.ArrayList;
import java.util.List;

/** Columns that line up. A column whose heading begins with {@code >} is set to the right. */
public final class TextTable {
  private final List<String> headings = new ArrayList<>();
  private final List<Boolean> right = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... headings) {
    for (String heading : headings) {
      right.add(heading.startsWith(">"));
      this.headings.add(heading.startsWith(">") ? heading.substring(1) : heading);
    }
  }

  /** Adds a row with a cell for each column. */
  public TextTable row(Object... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(
          "cells: " + cells.length + " (expected: " + headings.size() + ")");
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  /** The lines, each begun with {@code indent}, without spaces at their ends. */
  public String text(String indent) {
    int[] widths = new int[headings.size()];
    measure(widths, headings);
    rows.forEach(row -> measure(widths, row));
    StringBuilder text = new StringBuilder();
    append(text, indent, widths, headings);
    rows.forEach(row -> append(text, indent, widths, row));
    return text.toString();
  }

  private static void measure(int[] widths, List<String> cells) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], cells.get(i).length());
    }
  }

  private void append(StringBuilder text, String indent, int[] widths, List<String> cells) {
    StringBuilder line = new StringBuilder(indent);
    for (int i = 0; i < widths.length; i++) {
      String pad = " ".repeat(widths[i] - cells.get(i).length());
      line.append(right.get(i) ? pad + cells.get(i) : cells.get(i) + pad).append("  ");
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}

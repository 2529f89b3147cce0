package dev.edgewise.sdk.wire.decision;

import java.util.ArrayList;
import java.util.List;

/** A table in plain text: as wide as its widest cells, without trailing blanks. Not thread-safe. */
final class Columns {
  private static final String GAP = "  ";

  private final boolean[] right;
  private final List<String[]> rows = new ArrayList<>();

  /** One character a column: {@code <} for left, {@code >} for right. */
  Columns(String alignment) {
    right = new boolean[alignment.length()];
    for (int i = 0; i < right.length; i++) {
      right[i] = alignment.charAt(i) == '>';
    }
  }

  /**
   * Adds a row. The last cell of a row that has fewer cells than the table takes what room it
   * needs.
   */
  Columns row(String... cells) {
    rows.add(cells.clone());
    return this;
  }

  List<String> lines(String indent) {
    int[] widths = new int[right.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        boolean spills = i == row.length - 1 && row.length < widths.length;
        widths[i] = spills ? widths[i] : Math.max(widths[i], width(row[i]));
      }
    }
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int i = 0; i < row.length; i++) {
        String pad = " ".repeat(Math.max(0, widths[i] - width(row[i])));
        line.append(i == 0 ? "" : GAP).append(right[i] ? pad + row[i] : row[i] + pad);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}

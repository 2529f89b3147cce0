package dev.edgewise.rules;

import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A text of the file, with where it stands: so that a place within it is a place in the file.
 *
 * @param text as YAML reads it
 * @param start of the text itself, behind a quote
 * @param indent of the lines of a literal block; 0 for a text on one line
 */
record Written(String text, Spot start, int indent) {
  static Spot spot(Node node) {
    return node.getStartMark()
        .map(mark -> new Spot(mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(new Spot(1, 1));
  }

  /** What a scalar says. */
  static Written of(ScalarNode node, String[] lines) {
    Spot at = spot(node);
    ScalarStyle style = node.getScalarStyle();
    if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
      int line = at.line();
      while (line < lines.length && lines[line].isBlank()) {
        line++;
      }
      String first = line < lines.length ? lines[line] : "";
      int indent = first.length() - first.stripLeading().length();
      return new Written(node.getValue(), new Spot(line + 1, indent + 1), indent);
    }
    boolean quoted = style == ScalarStyle.SINGLE_QUOTED || style == ScalarStyle.DOUBLE_QUOTED;
    return new Written(node.getValue(), new Spot(at.line(), at.column() + (quoted ? 1 : 0)), 0);
  }

  /** The place in the file of an offset in the text; exact but for texts with escapes or folds. */
  Spot at(int offset) {
    int end = Math.max(0, Math.min(offset, text.length()));
    int line = 0;
    int begin = 0;
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        begin = i + 1;
      }
    }
    int column = end - begin;
    return line == 0
        ? new Spot(start.line(), start.column() + column)
        : new Spot(start.line() + line, indent + 1 + column);
  }
}

package dev.edgewise.core;

/** Texts from elsewhere, made fit for logs, tables and trailers. Pure. */
public final class Text {
  private Text() {}

  /**
   * Returns {@code text} on one line of at most {@code most} characters: each run of white space
   * and control characters becomes a space, and what is cut off is marked by an ellipsis.
   */
  public static String line(String text, int most) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), most));
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c) || Character.isISOControl(c)) {
        gap = !line.isEmpty();
        continue;
      }
      if (gap) {
        line.append(' ');
        gap = false;
      }
      line.append(c);
      if (line.length() > most) {
        int keep = most - 1;
        if (Character.isHighSurrogate(line.charAt(keep - 1))) {
          keep--;
        }
        line.setLength(keep);
        return line.append('…').toString();
      }
    }
    return line.toString();
  }
}

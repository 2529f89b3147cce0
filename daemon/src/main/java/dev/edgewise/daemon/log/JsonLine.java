package dev.edgewise.daemon.log;

/** One JSON object of texts, on one line of ASCII, so that no terminal or collector stumbles. */
final class JsonLine {
  private final StringBuilder line = new StringBuilder("{");

  void field(String name, String value) {
    if (line.length() > 1) {
      line.append(',');
    }
    quote(name);
    line.append(':');
    quote(value);
  }

  String end() {
    return line.append("}\n").toString();
  }

  private void quote(String text) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> line.append('\\').append(c);
        case '\n' -> line.append("\\n");
        case '\t' -> line.append("\\t");
        default -> {
          if (c >= 0x20 && c < 0x7f) {
            line.append(c);
          } else {
            line.append(String.format("\\u%04x", (int) c));
          }
        }
      }
    }
    line.append('"');
  }
}

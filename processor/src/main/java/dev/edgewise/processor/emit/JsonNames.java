package dev.edgewise.processor.emit;

/** Names of fields in protobuf's JSON. */
final class JsonNames {
  private JsonNames() {}

  /** Underscores go, and the letter behind one becomes a capital; the same rule as protoc's. */
  static String of(String field) {
    StringBuilder name = new StringBuilder();
    boolean capital = false;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '_') {
        capital = true;
      } else {
        name.append(capital && c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
        capital = false;
      }
    }
    return name.toString();
  }
}

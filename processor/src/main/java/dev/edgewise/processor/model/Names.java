package dev.edgewise.processor.model;

import java.util.Locale;

/** Names that are made of others, by one rule wherever they are made. */
public final class Names {
  private Names() {}

  /** {@code realtimeFilter} and {@code RealtimeFilter} as {@code REALTIME_FILTER}. */
  public static String upperSnake(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }

  /** {@code detect} as {@code Detect}. */
  public static String capitalised(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /**
   * A field's name in protobuf's JSON, by protoc's rule: underscores go, and the letter behind one
   * becomes a capital.
   */
  public static String json(String field) {
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

package dev.edgewise.samples.vision;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Builds one JSON object on one line. */
final class JsonLine {
  private final StringBuilder text = new StringBuilder("{");

  JsonLine add(String name, String value) {
    key(name);
    quote(value);
    return this;
  }

  JsonLine add(String name, boolean value) {
    key(name).append(value);
    return this;
  }

  JsonLine add(String name, int value) {
    key(name).append(value);
    return this;
  }

  /** A finite number, with three decimals. */
  JsonLine add(String name, double value) {
    key(name).append(BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).toPlainString());
    return this;
  }

  /** A list of objects that are JSON already. */
  JsonLine addObjects(String name, List<String> objects) {
    key(name).append('[').append(String.join(",", objects)).append(']');
    return this;
  }

  private StringBuilder key(String name) {
    if (text.length() > 1) {
      text.append(',');
    }
    quote(name);
    return text.append(':');
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  @Override
  public String toString() {
    return text + "}";
  }
}

package dev.edgewise.cli.shell;

import java.util.ArrayList;
import java.util.List;

/** Lines of a name and what is to be said of it; what is empty is left out. */
public final class Facts {
  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  public void add(String name, String value) {
    if (!value.isEmpty()) {
      names.add(name);
      values.add(value);
    }
  }

  public String text(String indent) {
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      String pad = " ".repeat(width - names.get(i).length());
      text.append(indent)
          .append(names.get(i))
          .append(pad)
          .append("  ")
          .append(values.get(i))
          .append('\n');
    }
    return text.toString();
  }
}

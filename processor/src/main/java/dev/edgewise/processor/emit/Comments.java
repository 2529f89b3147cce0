package dev.edgewise.processor.emit;

import java.util.stream.Collectors;

/** Javadoc as comments of a schema. */
final class Comments {
  private Comments() {}

  /**
   * The text of a Javadoc comment without its tags and markup: inline tags become their content,
   * block tags end it.
   */
  static String fromJavadoc(String doc) {
    String text = doc.split("(?m)^\\s*@", 2)[0];
    text = text.replaceAll("\\{@(?:code|literal)\\s+([^}]*)\\}", "$1");
    text = text.replaceAll("\\{@link(?:plain)?\\s+([^}\\s]*)(?:\\s+([^}]*))?\\}", "$1");
    text = text.replaceAll("</?[a-zA-Z][^>]*>", "");
    return text.strip()
        .lines()
        .map(line -> " " + line.strip())
        .collect(Collectors.joining("\n", "", "\n"));
  }
}

package dev.edgewise.serving.text;

import dev.edgewise.core.model.LanguageModel.Said;
import java.util.List;

/**
 * A conversation as a text, for models that were not trained with a form of it: a line of its name
 * before each turn, as in a play. Pure.
 */
final class PlainConversation {
  private PlainConversation() {}

  static String of(List<Said> said) {
    StringBuilder text = new StringBuilder();
    for (Said turn : said) {
      text.append(name(turn.role())).append(turn.text().strip()).append("\n\n");
    }
    return text.append(name("assistant").strip()).toString();
  }

  /** Where a model that goes on by itself begins to speak for somebody else. */
  static String nextTurn() {
    return "\n\n" + name("user").strip();
  }

  private static String name(String role) {
    return switch (role) {
      case "user" -> "User: ";
      case "assistant" -> "Assistant: ";
      default -> "";
    };
  }
}

package dev.edgewise.cli.chat;

import java.util.List;
import java.util.Locale;

/** What becomes of what is typed. */
enum ChatMode {
  /** By the model's name: {@link #isForConversations}. */
  auto,
  /** A conversation, put together by the model's template. */
  chat,
  /** A text that goes on. */
  text;

  /** How those who publish models name the ones that were taught to answer. */
  private static final List<String> TAUGHT = List.of("it", "instruct", "chat", "assistant");

  /** Itself, or what suits the model. */
  ChatMode of(String model) {
    return this == auto ? (isForConversations(model) ? chat : text) : this;
  }

  /** Whether a model's name has a word such as "it" or "instruct", which base models do not. */
  static boolean isForConversations(String model) {
    for (String word : model.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1)) {
      if (TAUGHT.contains(word)) {
        return true;
      }
    }
    return false;
  }
}

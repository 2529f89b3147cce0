package dev.edgewise.cli.chat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What was said so far, as the next request needs it: a conversation's messages, or a text that
 * grows. Bounded: the oldest makes room. For one thread.
 */
final class Conversation {
  /** What a request may hold, with room for what is added to it. */
  static final int MOST_CHARS = 190_000;

  static final int MOST_MESSAGES = 250;

  private static final String ASSISTANT = "assistant";

  private record Said(String role, String text) {}

  private final boolean asText;
  private final Optional<String> system;
  private final Deque<Said> said = new ArrayDeque<>();
  private final StringBuilder text = new StringBuilder();
  private int chars;

  /**
   * Nothing said.
   *
   * @param asText whether it is a text that goes on
   * @param system what comes before each conversation
   */
  Conversation(boolean asText, Optional<String> system) {
    this.asText = asText;
    this.system = system;
  }

  /** The user says something. */
  void asks(String words) {
    if (asText) {
      // What the model made may end in the middle of a line; what is typed is a line of its own.
      boolean inLine = !text.isEmpty() && text.charAt(text.length() - 1) != '\n';
      text.append(inLine ? "\n" : "").append(words);
      if (text.length() > MOST_CHARS) {
        text.delete(0, text.length() - MOST_CHARS);
      }
    } else {
      add(new Said("user", words));
    }
  }

  /**
   * The model has said something, be it cut off. What it said nothing to is taken back: templates
   * of models want the two to take turns, and refuse all else.
   */
  void answers(String words) {
    if (asText) {
      text.append(words);
    } else if (words.isEmpty()) {
      chars -= said.removeLast().text().length();
    } else {
      add(new Said(ASSISTANT, words));
    }
  }

  private void add(Said next) {
    said.addLast(next);
    chars += next.text().length();
    while (said.size() > 1
        && (said.size() > MOST_MESSAGES
            || chars > MOST_CHARS
            || said.getFirst().role().equals(ASSISTANT))) {
      chars -= said.removeFirst().text().length();
    }
  }

  /** Forgets all of it. */
  void forget() {
    said.clear();
    text.setLength(0);
    chars = 0;
  }

  /** Puts it into an {@code edgewise.v1.CompleteRequest}. */
  void into(JsonObject request) {
    if (asText) {
      request.addProperty("prompt", text.toString());
      return;
    }
    JsonArray messages = new JsonArray();
    system.ifPresent(words -> messages.add(message("system", words)));
    said.forEach(each -> messages.add(message(each.role(), each.text())));
    request.add("messages", messages);
  }

  private static JsonObject message(String role, String words) {
    JsonObject message = new JsonObject();
    message.addProperty("role", role);
    message.addProperty("text", words);
    return message;
  }
}

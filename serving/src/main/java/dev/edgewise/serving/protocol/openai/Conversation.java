package dev.edgewise.serving.protocol.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.edgewise.sdk.spi.model.ChatMessage;
import dev.edgewise.sdk.spi.model.CompleteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the messages of a chat: texts, each with who said it. Pure. */
final class Conversation {
  private static final Set<String> ROLES = Set.of("system", "user", "assistant");

  private Conversation() {}

  static List<ChatMessage> read(Params params) {
    JsonArray messages =
        params
            .list("messages")
            .orElseThrow(() -> WrongField.of("messages", "it is missing: what was said so far."));
    if (messages.isEmpty() || messages.size() > CompleteRequest.MOST_MESSAGES) {
      throw WrongField.of(
          "messages", "expected 1 to " + CompleteRequest.MOST_MESSAGES + " messages.");
    }
    List<ChatMessage> said = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      said.add(message("messages[" + i + "]", messages.get(i)));
    }
    return said;
  }

  private static ChatMessage message(String where, JsonElement element) {
    if (!(element instanceof JsonObject object)) {
      throw WrongField.of(where, "expected an object with role and content.");
    }
    Params message = Params.of(object);
    String role = message.text("role").orElse("");
    // What newer clients call those who made the program.
    String known = role.equals("developer") ? "system" : role;
    if (!ROLES.contains(known)) {
      throw WrongField.of(
          where + ".role",
          "expected system, developer, user or assistant; tools are not supported here.");
    }
    for (String call : List.of("tool_calls", "function_call", "audio")) {
      if (message.value(call).isPresent()) {
        throw WrongField.of(where + "." + call, "this is not supported here. Send texts only.");
      }
    }
    return new ChatMessage(known, content(where + ".content", message));
  }

  private static String content(String where, Params message) {
    JsonElement content =
        message.value("content").orElseThrow(() -> WrongField.of(where, "it is missing: a text."));
    if (!(content instanceof JsonArray parts)) {
      return checked(where, Params.text(where, content));
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      String at = where + "[" + i + "]";
      if (!(parts.get(i) instanceof JsonObject object)) {
        throw WrongField.of(at, "expected an object with type and text.");
      }
      Params part = Params.of(object);
      if (!part.text("type").orElse("").equals("text")) {
        throw WrongField.of(
            at + ".type", "expected text: pictures, sounds and files are not read here.");
      }
      text.append(part.text("text").orElse(""));
    }
    return checked(where, text.toString());
  }

  private static String checked(String where, String text) {
    TextOrder.checkLength(where, text);
    return text;
  }
}

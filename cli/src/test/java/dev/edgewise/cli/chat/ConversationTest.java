package dev.edgewise.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConversationTest {
  private static JsonObject request(Conversation conversation) {
    JsonObject request = new JsonObject();
    conversation.into(request);
    return request;
  }

  @Test
  void a_conversation_is_sent_whole_with_what_comes_before_it() {
    Conversation conversation = new Conversation(false, Optional.of("be brief"));
    conversation.asks("hello");
    conversation.answers("hi");
    conversation.asks("who are you?");
    assertThat(request(conversation))
        .hasToString(
            "{\"messages\":[{\"role\":\"system\",\"text\":\"be brief\"},"
                + "{\"role\":\"user\",\"text\":\"hello\"},"
                + "{\"role\":\"assistant\",\"text\":\"hi\"},"
                + "{\"role\":\"user\",\"text\":\"who are you?\"}]}");
    conversation.forget();
    conversation.asks("again");
    assertThat(request(conversation).getAsJsonArray("messages")).hasSize(2);
  }

  @Test
  void user_and_model_take_turns_also_when_a_question_got_no_answer() {
    Conversation conversation = new Conversation(false, Optional.empty());
    conversation.asks("fails");
    conversation.answers("");
    conversation.asks("long");
    conversation.answers("x".repeat(Conversation.MOST_CHARS - 8));
    conversation.asks("the last");
    assertThat(request(conversation))
        .hasToString("{\"messages\":[{\"role\":\"user\",\"text\":\"the last\"}]}");
  }

  @Test
  void a_text_grows_by_what_is_typed_and_what_is_made() {
    Conversation text = new Conversation(true, Optional.empty());
    text.asks("Once upon a time");
    text.answers(" there was a king.");
    text.asks("His daughter");
    assertThat(request(text))
        .hasToString("{\"prompt\":\"Once upon a time there was a king.\\nHis daughter\"}");
  }

  @Test
  void however_long_it_gets_a_request_holds_what_it_may_and_the_newest() {
    SplittableRandom random = new SplittableRandom(2);
    for (boolean asText : new boolean[] {true, false}) {
      Conversation conversation = new Conversation(asText, Optional.empty());
      for (int i = 0; i < 700; i++) {
        String words = "n" + i + " " + "x".repeat(random.nextInt(4_000));
        conversation.asks(words);
        JsonObject request = request(conversation);
        if (asText) {
          assertThat(request.get("prompt").getAsString())
              .hasSizeLessThanOrEqualTo(Conversation.MOST_CHARS)
              .endsWith(words);
        } else {
          var messages = request.getAsJsonArray("messages");
          assertThat(messages).hasSizeLessThanOrEqualTo(Conversation.MOST_MESSAGES);
          assertThat(messages.get(messages.size() - 1).toString()).contains("n" + i + " ");
        }
        conversation.answers("y".repeat(random.nextInt(300)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gemma-3-270m, text",
    "gemma-3-270m-it, chat",
    "Llama-3.1-8B-Instruct, chat",
    "phi_chat, chat",
    "italian-7b, text",
    "commit, text"
  })
  void a_model_is_taken_for_what_its_name_says(String model, ChatMode mode) {
    assertThat(ChatMode.auto.of(model)).isEqualTo(mode);
    assertThat(ChatMode.chat.of(model)).isEqualTo(ChatMode.chat);
    assertThat(ChatMode.text.of(model)).isEqualTo(ChatMode.text);
  }
}

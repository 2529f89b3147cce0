package dev.edgewise.serving.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.sdk.spi.model.ChatMessage;
import dev.edgewise.sdk.spi.model.CompleteRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextOrderTest {
  private static final String TALK =
      "\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  @Test
  void all_that_a_chat_can_say_reaches_the_model() {
    TextOrder order =
        order(
            TextOrder.chat(
                """
                {"model": "gemma", "messages": [
                   {"role": "developer", "content": "be brief", "name": "boss"},
                   {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]},
                   {"role": "assistant", "content": "c", "tool_calls": null}],
                 "max_completion_tokens": 7, "temperature": 0.5, "top_p": 0.9, "top_k": 40, "seed": -3,
                 "stop": ["x", "y"], "frequency_penalty": -1, "presence_penalty": 2,
                 "stream": true, "stream_options": {"include_usage": true, "include_obfuscation": false},
                 "user": "u", "store": true, "metadata": {"a": "b"}, "n": 1, "logprobs": false, "tools": [],
                 "tool_choice": "none", "response_format": {"type": "text"}, "service_tier": "auto"}
                """));
    CompleteRequest request = order.request();
    assertThat(order.model()).isEqualTo("gemma");
    assertThat(order.chat()).isTrue();
    assertThat(order.stream()).isTrue();
    assertThat(order.usage()).isTrue();
    assertThat(request.messages())
        .containsExactly(
            new ChatMessage("system", "be brief"),
            new ChatMessage("user", "ab"),
            new ChatMessage("assistant", "c"));
    assertThat(request.prompt()).isEmpty();
    assertThat(request.maxTokens()).hasValue(7);
    assertThat(request.temperature()).hasValue(0.5);
    assertThat(request.topP()).hasValue(0.9);
    assertThat(request.topK()).isEqualTo(40);
    assertThat(request.seed()).hasValue(-3);
    assertThat(request.stop()).containsExactly("x", "y");
    assertThat(request.frequencyPenalty()).isEqualTo(-1);
    assertThat(request.presencePenalty()).isEqualTo(2);
  }

  @Test
  void what_is_left_out_or_null_is_as_the_model_says() {
    TextOrder order =
        order(
            TextOrder.chat(
                "{" + TALK + ",\"temperature\":null,\"stop\":null,\"stream_options\":null}"));
    CompleteRequest request = order.request();
    assertThat(order.stream()).isFalse();
    assertThat(request.maxTokens()).isEmpty();
    assertThat(request.temperature()).isEmpty();
    assertThat(request.topP()).isEmpty();
    assertThat(request.seed()).isEmpty();
    assertThat(request.stop()).isEmpty();
  }

  @Test
  void a_text_that_goes_on_has_sixteen_tokens_unless_it_says_more() {
    TextOrder order = order(TextOrder.completion("{\"model\":\"m\",\"prompt\":[\"one, two\"]}"));
    assertThat(order.chat()).isFalse();
    assertThat(order.request().prompt()).isEqualTo("one, two");
    assertThat(order.request().messages()).isEmpty();
    assertThat(order.request().maxTokens()).hasValue(16);
    assertThat(
            order(TextOrder.completion("{\"model\":\"m\",\"prompt\":\"p\",\"max_tokens\":1e2}"))
                .request()
                .maxTokens())
        .hasValue(100);
    assertThat(
            order(TextOrder.completion("{\"model\":\"m\",\"prompt\":\"p\",\"stop\":\"\\n\"}"))
                .request()
                .stop())
        .containsExactly("\n");
  }

  @Test
  void a_share_of_nothing_is_greedy_and_no_error() {
    assertThat(order(TextOrder.chat("{" + TALK + ",\"top_p\":0}")).request().topP().getAsDouble())
        .isPositive()
        .isLessThan(1e-9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "temperature | 2.1",
        "temperature | \"hot\"",
        "temperature | NaN",
        "top_p | -0.1",
        "seed | 0.5",
        "seed | 1e99",
        "max_tokens | 0",
        "max_completion_tokens | 1000000000",
        "stop | 7",
        "stop | [\"\"]",
        "stop | [7]",
        "frequency_penalty | 3",
        "presence_penalty | -3",
        "stream | \"yes\"",
        "stream_options | {\"include_usage\":true}",
        "n | 2",
        "logprobs | true",
        "top_logprobs | 5",
        "logit_bias | {\"1\":100}",
        "tools | [{}]",
        "tool_choice | \"required\"",
        "functions | []",
        "response_format | {\"type\":\"json_object\"}",
        "modalities | [\"audio\"]",
        "reasoning_effort | \"high\"",
        "temprature | 1",
        "ignore_eos | true"
      })
  void what_would_change_the_answer_and_is_not_done_is_refused_by_its_name(
      String field, String value) {
    ApiError error = error(TextOrder.chat("{" + TALK + ",\"" + field + "\":" + value + "}"));
    assertThat(error.status()).isEqualTo(400);
    assertThat(error.type()).isEqualTo("invalid_request_error");
    if (!value.equals("NaN")) {
      assertThat(error.param()).hasValue(field);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | messages",
        "{} | messages",
        "[7] | messages[0]",
        "[{\"content\":\"a\"}] | messages[0].role",
        "[{\"role\":\"tool\",\"content\":\"a\"}] | messages[0].role",
        "[{\"role\":\"user\"}] | messages[0].content",
        "[{\"role\":\"user\",\"content\":7}] | messages[0].content",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}] |"
            + " messages[0].content[0].type",
        "[{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[]}] | messages[0].tool_calls"
      })
  void a_conversation_that_cannot_be_read_says_where(String messages, String param) {
    assertThat(error(TextOrder.chat("{\"model\":\"m\",\"messages\":" + messages + "}")).param())
        .hasValue(param);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"\" | prompt",
        "7 | prompt",
        "[1, 2] | prompt",
        "[[1]] | prompt",
        "[\"a\",\"b\"] | prompt",
        "[] | prompt"
      })
  void a_prompt_is_one_text(String prompt, String param) {
    assertThat(error(TextOrder.completion("{\"model\":\"m\",\"prompt\":" + prompt + "}")).param())
        .hasValue(param);
  }

  @Test
  void a_text_that_is_too_long_says_so_in_the_protocols_own_word() {
    ApiError error =
        error(TextOrder.completion("{\"model\":\"m\",\"prompt\":\"" + "a".repeat(200_001) + "\"}"));
    assertThat(error.code()).hasValue("context_length_exceeded");
    assertThat(error.message()).contains("200001").hasSizeLessThan(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "[]", "7", "null", "{", "{}}", "{\"model\":}", "{'model':'m'}"})
  void what_is_no_json_object_is_refused(String json) {
    ApiError error = error(TextOrder.chat(json));
    assertThat(error.status()).isEqualTo(400);
    assertThat(error.param()).isEmpty();
  }

  @Test
  void two_numbers_of_tokens_that_differ_are_refused() {
    assertThat(
            error(TextOrder.chat("{" + TALK + ",\"max_tokens\":5,\"max_completion_tokens\":6}"))
                .param())
        .hasValue("max_tokens");
    assertThat(
            order(TextOrder.chat("{" + TALK + ",\"max_tokens\":5,\"max_completion_tokens\":5}"))
                .request()
                .maxTokens())
        .hasValue(5);
  }

  @Test
  void an_error_has_all_four_keys() {
    assertThat(error(TextOrder.chat("{" + TALK + ",\"n\":\"<2>\"}")).json())
        .isEqualTo(
            "{\"error\":{\"message\":\"n: this is not supported here, and leaving it aside would"
                + " change the answer. Leave it out, or send"
                + " 1.\",\"type\":\"invalid_request_error\","
                + "\"param\":\"n\",\"code\":\"unsupported_parameter\"}}");
    assertThat(new ApiError(500, "server_error", "m", Optional.empty(), Optional.empty()).json())
        .isEqualTo(
            "{\"error\":{\"message\":\"m\",\"type\":\"server_error\",\"param\":null,\"code\":null}}");
  }

  @Test
  void an_unknown_field_is_shown_without_what_could_do_harm() {
    assertThat(error(TextOrder.chat("{" + TALK + ",\"a\\nb\":1}")).param()).hasValue("a b");
    assertThat(error(TextOrder.chat("{" + TALK + ",\"" + "z".repeat(500) + "\":1}")).message())
        .hasSizeLessThan(200);
    assertThat(List.of(error(TextOrder.chat("{" + TALK + ",\"x\":1}")).code()))
        .containsExactly(Optional.of("unknown_parameter"));
  }

  static <T> T order(Asked<T> asked) {
    return switch (asked) {
      case Asked.For<T>(T order) -> order;
      case Asked.Wrong<T>(ApiError error) -> throw new AssertionError(error.json());
    };
  }

  static ApiError error(Asked<?> asked) {
    return switch (asked) {
      case Asked.Wrong<?>(ApiError error) -> error;
      case Asked.For<?> order -> throw new AssertionError(order);
    };
  }
}

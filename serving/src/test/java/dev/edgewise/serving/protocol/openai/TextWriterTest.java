package dev.edgewise.serving.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.model.CompleteRequest;
import dev.edgewise.sdk.spi.model.TextChunk;
import dev.edgewise.sdk.spi.model.TextUsage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The bytes of streams, as they are sent. */
final class TextWriterTest {
  private static final TextChunk LAST =
      new TextChunk("", new long[] {1}, "stop", Optional.of(new TextUsage(5, 2, 3)));

  @Test
  void a_chat_begins_with_its_speaker_and_ends_with_why_and_how_much() {
    TextWriter writer = writer(true, true);
    assertThat(
            writer.begin()
                + writer.piece(chunk("Hi <b>\n"))
                + writer.piece(chunk(""))
                + writer.piece(LAST))
        .isEqualTo(
            """
            data: {"id":"chatcmpl-7","object":"chat.completion.chunk","created":1700000000,"model":"gemma","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"usage":null}

            data: {"id":"chatcmpl-7","object":"chat.completion.chunk","created":1700000000,"model":"gemma","choices":[{"index":0,"delta":{"content":"Hi <b>\\n"},"logprobs":null,"finish_reason":null}],"usage":null}

            data: {"id":"chatcmpl-7","object":"chat.completion.chunk","created":1700000000,"model":"gemma","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}

            data: {"id":"chatcmpl-7","object":"chat.completion.chunk","created":1700000000,"model":"gemma","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7,"prompt_tokens_details":{"cached_tokens":3}}}

            data: [DONE]

            """);
  }

  @Test
  void a_text_that_goes_on_is_its_text_and_nothing_else() {
    TextWriter writer = writer(false, false);
    TextChunk last =
        new TextChunk("!", new long[] {1}, "length", Optional.of(new TextUsage(5, 2, 0)));
    assertThat(writer.begin() + writer.piece(chunk("a")) + writer.piece(last))
        .isEqualTo(
            """
            data: {"id":"chatcmpl-7","object":"text_completion","created":1700000000,"model":"gemma","choices":[{"index":0,"text":"a","logprobs":null,"finish_reason":null}]}

            data: {"id":"chatcmpl-7","object":"text_completion","created":1700000000,"model":"gemma","choices":[{"index":0,"text":"!","logprobs":null,"finish_reason":"length"}]}

            data: [DONE]

            """);
  }

  @Test
  void words_that_come_with_the_end_come_before_it() {
    TextChunk last = new TextChunk("bye", new long[] {1}, "length", Optional.empty());
    String events = writer(true, false).piece(last);
    assertThat(events.indexOf("bye")).isBetween(0, events.indexOf("\"length\""));
    assertThat(events).endsWith("data: [DONE]\n\n").doesNotContain("usage");
  }

  @Test
  void an_answer_in_one_piece() {
    assertThat(writer(true, false).whole("Hi", LAST))
        .isEqualTo(
            "{\"id\":\"chatcmpl-7\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"gemma\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\",\"refusal\":null},"
                + "\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,"
                + "\"completion_tokens\":2,\"total_tokens\":7,\"prompt_tokens_details\":{\"cached_tokens\":3}}}");
    assertThat(writer(false, false).whole("Hi", LAST))
        .contains("\"object\":\"text_completion\"", "\"text\":\"Hi\"", "\"total_tokens\":7");
  }

  @Test
  void what_ends_a_stream_early_is_an_error_as_clients_throw_it() {
    assertThat(ServerSentEvents.failed(ApiError.of(ErrorCode.EXPIRED, "too late")))
        .isEqualTo(
            "data: {\"error\":{\"message\":\"too late\",\"type\":\"server_error\",\"param\":null,"
                + "\"code\":\"EW6002\"}}\n\n");
  }

  /** Between two events with ids an empty line is an event for OpenAI's client for Python. */
  @Test
  void a_sign_of_life_ends_no_event() {
    assertThat(ServerSentEvents.ALIVE).isEqualTo(": alive\n");
  }

  private static TextChunk chunk(String text) {
    return new TextChunk(text, new long[] {1}, "", Optional.empty());
  }

  private static TextWriter writer(boolean chat, boolean usage) {
    return new TextWriter(
        new TextOrder("gemma", chat, CompleteRequest.of("x"), true, usage),
        "chatcmpl-7",
        1_700_000_000);
  }
}

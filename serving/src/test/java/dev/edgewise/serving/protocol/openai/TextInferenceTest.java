package dev.edgewise.serving.protocol.openai;

import static dev.edgewise.serving.protocol.openai.TextOrderTest.error;
import static dev.edgewise.serving.protocol.openai.TextOrderTest.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.sdk.spi.model.TextChunk;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextInferenceTest {
  @Test
  void its_parameters_reach_the_model() {
    TextInference order =
        order(
            TextInference.read(
                "gem",
                "1",
                "{\"text_input\":\"one\",\"parameters\":{\"temperature\":0,\"max_tokens\":5,"
                    + "\"stop\":[\"x\"],\"seed\":3,\"stream\":false}}"));
    assertThat(order.request().prompt()).isEqualTo("one");
    assertThat(order.request().temperature()).hasValue(0);
    assertThat(order.request().maxTokens()).hasValue(5);
    assertThat(order.request().stop()).containsExactly("x");
    assertThat(order.request().seed()).hasValue(3);
    assertThat(
            order(TextInference.read("gem", "", "{\"text_input\":\"one\"}")).request().maxTokens())
        .hasValue(20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | text_input",
        "{\"text_input\":7} | text_input",
        "{\"text_input\":\"a\",\"image\":1} | image",
        "{\"text_input\":\"a\",\"parameters\":[]} | parameters",
        "{\"text_input\":\"a\",\"parameters\":{\"temperature\":9}} | temperature",
        "{\"text_input\":\"a\",\"parameters\":{\"beams\":9}} | beams"
      })
  void what_cannot_be_done_is_refused_by_its_name(String json, String param) {
    assertThat(error(TextInference.read("gem", "", json)).param()).hasValue(param);
  }

  @Test
  void a_version_that_there_is_not_is_refused() {
    assertThat(error(TextInference.read("gem", "2", "{\"text_input\":\"a\"}")).param())
        .hasValue("version");
  }

  @Test
  void its_answers_are_the_protocols() {
    TextInference order = order(TextInference.read("gem", "1", "{\"text_input\":\"one\"}"));
    assertThat(order.whole("<two>"))
        .isEqualTo("{\"model_name\":\"gem\",\"model_version\":\"1\",\"text_output\":\"<two>\"}");
    assertThat(order.event(new TextChunk("a", new long[] {1}, "", Optional.empty())))
        .isEqualTo(
            "data:"
                + " {\"model_name\":\"gem\",\"model_version\":\"1\",\"text_output\":\"a\",\"done\":false}\n\n");
    assertThat(order.event(new TextChunk("", new long[] {1}, "", Optional.empty()))).isEmpty();
    assertThat(order.event(new TextChunk("", new long[] {1}, "stop", Optional.empty())))
        .contains("\"done\":true");
    assertThat(TextInference.failed("late")).isEqualTo("data: {\"error\":\"late\"}\n\n");
  }
}

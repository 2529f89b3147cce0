package dev.edgewise.serving.protocol.openai;

import static dev.edgewise.serving.protocol.openai.TextOrderTest.error;
import static dev.edgewise.serving.protocol.openai.TextOrderTest.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.model.Tensor;
import dev.edgewise.sdk.spi.model.EmbedResponse;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EmbeddingOrderTest {
  private static final EmbedResponse POINTS =
      new EmbedResponse(List.of(Tensor.ofFloats(List.of(2), new float[] {1, -0.1f})), 9);

  @Test
  void one_text_or_several_are_taken() {
    assertThat(order(EmbeddingOrder.read("{\"model\":\"m\",\"input\":\"a\"}")).request().texts())
        .containsExactly("a");
    EmbeddingOrder several =
        order(
            EmbeddingOrder.read(
                "{\"model\":\"m\",\"input\":[\"a\",\"b\"],\"encoding_format\":\"base64\",\"user\":\"u\"}"));
    assertThat(several.texts()).containsExactly("a", "b");
    assertThat(several.base64()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "input | []",
        "input | \"\"",
        "input | [\"\"]",
        "input | 7",
        "input | [1, 2]",
        "input | [[1]]",
        "input | null",
        "encoding_format | \"int8\"",
        "dimensions | 0",
        "truncate | true"
      })
  void what_cannot_be_done_is_refused_by_its_name(String field, String value) {
    String rest = field.equals("input") ? "" : "\"input\":\"a\",";
    assertThat(
            error(
                    EmbeddingOrder.read(
                        "{\"model\":\"m\"," + rest + "\"" + field + "\":" + value + "}"))
                .param())
        .hasValue(field);
  }

  @Test
  void more_texts_than_may_be_are_refused() {
    String many = String.join(",", Collections.nCopies(2_049, "\"a\""));
    assertThat(error(EmbeddingOrder.read("{\"model\":\"m\",\"input\":[" + many + "]}")).param())
        .hasValue("input");
  }

  @Test
  void points_are_numbers_or_packed_little_end_first() {
    String plain = "{\"model\":\"m\",\"input\":\"a\"}";
    assertThat(order(order(EmbeddingOrder.read(plain)).answer(POINTS)))
        .isEqualTo(
            "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":"
                + "[1.0,-0.10000000149011612]}],\"model\":\"m\",\"usage\":{\"prompt_tokens\":9,"
                + "\"total_tokens\":9}}");
    String packed = "{\"model\":\"m\",\"input\":\"a\",\"encoding_format\":\"base64\"}";
    // 0000803F CDCCCCBD
    assertThat(order(order(EmbeddingOrder.read(packed)).answer(POINTS)))
        .contains("\"embedding\":\"AACAP83MzL0=\"");
  }

  @Test
  void points_of_other_dimensions_than_asked_for_are_refused() {
    String two = "{\"model\":\"m\",\"input\":\"a\",\"dimensions\":2}";
    String three = "{\"model\":\"m\",\"input\":\"a\",\"dimensions\":3}";
    assertThat(order(order(EmbeddingOrder.read(two)).answer(POINTS))).contains("embedding");
    assertThat(error(order(EmbeddingOrder.read(three)).answer(POINTS)).param())
        .hasValue("dimensions");
  }
}

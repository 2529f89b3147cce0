package dev.edgewise.serving.protocol.openai;

import static dev.edgewise.serving.protocol.openai.TextOrderTest.error;
import static dev.edgewise.serving.protocol.openai.TextOrderTest.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.sdk.spi.model.GenerateResponse;
import dev.edgewise.sdk.spi.model.Picture;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImageOrderTest {
  private static final Picture PICTURE =
      new Picture(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), 8, 6, 7);

  @Test
  void all_that_can_be_said_of_a_picture_reaches_the_model() {
    ImageOrder order =
        order(
            ImageOrder.read(
                """
                {"model": "boots", "prompt": "a boot", "n": 1, "size": "8x6", "stream": true, "partial_images": 2,
                 "num_inference_steps": 30, "guidance_scale": 7.5, "negative_prompt": "red", "rng_seed": 9,
                 "quality": "auto", "background": "opaque", "output_format": "png", "user": "u", "moderation": "low"}
                """));
    assertThat(order.model()).isEqualTo("boots");
    assertThat(order.stream()).isTrue();
    assertThat(order.urls()).isFalse();
    assertThat(order.request().prompt()).isEqualTo("a boot");
    assertThat(order.request().previews()).isEqualTo(2);
    assertThat(order.request().steps()).hasValue(30);
    assertThat(order.request().guidanceScale()).hasValue(7.5);
    assertThat(order.request().negativePrompt()).isEqualTo("red");
    assertThat(order.request().seed()).hasValue(9);
  }

  @Test
  void a_prompt_alone_gives_one_picture_behind_an_address() {
    ImageOrder order = order(ImageOrder.read("{\"prompt\":\"a boot\",\"size\":\"auto\"}"));
    assertThat(order.model()).isEmpty();
    assertThat(order.urls()).isTrue();
    assertThat(order.size()).isEmpty();
    assertThat(order.request().count()).isEqualTo(1);
    assertThat(order.request().previews()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prompt | \"\"",
        "prompt | \" \"",
        "prompt | null",
        "n | 0",
        "n | 11",
        "size | \"large\"",
        "size | \"0x0\"",
        "response_format | \"jpeg\"",
        "partial_images | 4",
        "partial_images | 1",
        "quality | \"hd\"",
        "style | \"vivid\"",
        "background | \"transparent\"",
        "output_format | \"webp\"",
        "num_inference_steps | 0",
        "guidance_scale | 101",
        "rng_seed | \"a\"",
        "steps | 3"
      })
  void what_cannot_be_done_is_refused_by_its_name(String field, String value) {
    String rest = field.equals("prompt") ? "" : "\"prompt\":\"a boot\",";
    assertThat(error(ImageOrder.read("{" + rest + "\"" + field + "\":" + value + "}")).param())
        .hasValue(field);
  }

  @Test
  void a_stream_is_of_one_picture_and_of_the_picture_itself() {
    String stream = "{\"prompt\":\"a boot\",\"stream\":true,";
    assertThat(error(ImageOrder.read(stream + "\"n\":2}")).param()).hasValue("n");
    assertThat(error(ImageOrder.read(stream + "\"response_format\":\"url\"}")).param())
        .hasValue("response_format");
  }

  @Test
  void pictures_come_as_they_are_or_by_address() {
    ImageOrder order = order(ImageOrder.read("{\"prompt\":\"a boot\"}"));
    ImageWriter writer = new ImageWriter(order, 1_700_000_000);
    GenerateResponse drawn = new GenerateResponse(List.of(PICTURE), "ankle boot", 1, 4, 7.5);
    assertThat(writer.whole(drawn, Optional.empty()))
        .isEqualTo(
            "{\"created\":1700000000,\"data\":[{\"b64_json\":\"AQIDBA==\",\"revised_prompt\":\"ankle"
                + " boot\"}],\"size\":\"8x6\",\"output_format\":\"png\"}");
    assertThat(writer.whole(drawn, Optional.of(List.of("http://x/1"))))
        .contains("\"url\":\"http://x/1\"")
        .doesNotContain("b64_json");
  }

  @Test
  void looks_at_a_picture_and_the_picture_are_events_with_names() {
    ImageOrder order = order(ImageOrder.read("{\"prompt\":\"a boot\",\"stream\":true}"));
    ImageWriter writer = new ImageWriter(order, 1_700_000_000);
    assertThat(writer.partial(PICTURE, 1))
        .isEqualTo(
            """
            event: image_generation.partial_image
            data: {"type":"image_generation.partial_image","b64_json":"AQIDBA==","created_at":1700000000,"size":"8x6","quality":"auto","background":"opaque","output_format":"png","partial_image_index":1}

            """);
    assertThat(order(writer.completed(new GenerateResponse(List.of(PICTURE), "", 0, 4, 7.5))))
        .isEqualTo(
            """
            event: image_generation.completed
            data: {"type":"image_generation.completed","b64_json":"AQIDBA==","created_at":1700000000,"size":"8x6","quality":"auto","background":"opaque","output_format":"png","usage":{"total_tokens":0,"input_tokens":0,"output_tokens":0,"input_tokens_details":{"text_tokens":0,"image_tokens":0}}}

            """);
  }

  @Test
  void a_picture_of_another_size_is_not_what_was_asked_for() {
    ImageOrder order =
        order(ImageOrder.read("{\"prompt\":\"a boot\",\"size\":\"9x9\",\"stream\":true}"));
    GenerateResponse drawn = new GenerateResponse(List.of(PICTURE), "", 0, 4, 7.5);
    assertThat(order.wrong(drawn).orElseThrow().param()).hasValue("size");
    assertThat(order.wrong(drawn).orElseThrow().message()).contains("8x6");
    assertThat(error(new ImageWriter(order, 0).completed(drawn)).param()).hasValue("size");
  }
}

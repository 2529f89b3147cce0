package dev.edgewise.serving.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ClipTokenizerTest {
  @Test
  void texts_get_the_numbers_that_the_python_package_gives() throws IOException {
    ClipTokenizer tokenizer = ClipTokenizer.open(files());
    for (JsonElement one : Golden.json("clip.json").getAsJsonArray()) {
      JsonObject golden = one.getAsJsonObject();
      double[] expected = Golden.doubles(golden.getAsJsonArray("ids"));
      int[] ids = tokenizer.encode(golden.get("text").getAsString());
      assertThat(ids).as(golden.get("text").toString()).hasSize(expected.length);
      for (int i = 0; i < ids.length; i++) {
        assertThat(ids[i]).as("%s at %d", golden.get("text"), i).isEqualTo((int) expected[i]);
      }
    }
  }

  @Test
  void padding_is_what_the_export_says() throws IOException {
    MemoryFiles files =
        files()
            .with("tokenizer/tokenizer_config.json", "{\"model_max_length\": 5}")
            .with("tokenizer/special_tokens_map.json", "{\"pad_token\": {\"content\": \"!\"}}");
    assertThat(ClipTokenizer.open(files).encode("")).hasSize(5).endsWith(0, 0, 0);
  }

  @Test
  void any_text_is_read() throws IOException {
    ClipTokenizer tokenizer = ClipTokenizer.open(files());
    SplittableRandom random = new SplittableRandom(6);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        // Lone surrogates too.
        text.append((char) random.nextInt(random.nextBoolean() ? 128 : 0x10000));
      }
      assertThatCode(() -> assertThat(tokenizer.encode(text.toString())).hasSize(77))
          .as(text.toString())
          .doesNotThrowAnyException();
    }
    assertThat(tokenizer.encode("boot".repeat(500))).hasSize(77);
  }

  @Test
  void a_broken_tokenizer_is_refused_with_its_reason() throws IOException {
    assertThatThrownBy(() -> ClipTokenizer.open(files().without("tokenizer/merges.txt")))
        .hasMessageContaining("EW8008")
        .hasMessageContaining("merges.txt is missing");
    assertThatThrownBy(() -> ClipTokenizer.open(files().with("tokenizer/vocab.json", "{\"a\": 1}")))
        .hasMessageContaining("lacks <|startoftext|>");
    assertThatThrownBy(
            () -> ClipTokenizer.open(files().with("tokenizer/vocab.json", "{\"a\": \"x\"}")))
        .hasMessageContaining("not a number");
    assertThatThrownBy(() -> ClipTokenizer.open(files().with("tokenizer/merges.txt", "nopair")))
        .hasMessageContaining("no pair: nopair");
    assertThatThrownBy(
            () ->
                ClipTokenizer.open(
                    files()
                        .with("tokenizer/tokenizer_config.json", "{\"model_max_length\": 1e30}")))
        .hasMessageContaining("model_max_length");
  }

  static MemoryFiles files() throws IOException {
    return new MemoryFiles()
        .with("tokenizer/vocab.json", resource("clip/vocab.json"))
        .with("tokenizer/merges.txt", resource("clip/merges.txt"));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = requireNonNull(ClipTokenizerTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

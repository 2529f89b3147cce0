package dev.edgewise.serving.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever comes, it is an order or a refusal with a status of the caller's. */
final class AnyJsonTest {
  private static final List<Function<String, Asked<?>>> READERS =
      List.of(TextOrder::chat, TextOrder::completion, EmbeddingOrder::read, ImageOrder::read);

  private static final List<String> FIELDS =
      List.of(
          "model",
          "messages",
          "prompt",
          "input",
          "max_tokens",
          "max_completion_tokens",
          "temperature",
          "top_p",
          "top_k",
          "seed",
          "stop",
          "stream",
          "stream_options",
          "n",
          "size",
          "response_format",
          "partial_images",
          "encoding_format",
          "dimensions",
          "rng_seed",
          "num_inference_steps",
          "guidance_scale",
          "negative_prompt",
          "frequency_penalty",
          "presence_penalty",
          "tools",
          "user",
          "role",
          "content",
          "type",
          "text",
          "include_usage");

  @Property(tries = 2_000)
  void json_of_any_kind(@ForAll("objects") JsonElement json) {
    READERS.forEach(reader -> check(reader.apply(json.toString())));
  }

  @Property(tries = 1_000)
  void text_of_any_kind(@ForAll String text) {
    READERS.forEach(reader -> check(reader.apply(text)));
  }

  @Property(tries = 1_000)
  void an_order_with_something_broken(@ForAll("broken") String json) {
    READERS.forEach(reader -> check(reader.apply(json)));
  }

  private static void check(Asked<?> asked) {
    if (asked instanceof Asked.Wrong<?>(ApiError error)) {
      assertThat(error.status()).isEqualTo(400);
      assertThat(error.message()).hasSizeLessThan(500);
      assertThat(error.json()).contains("\"message\"", "\"type\"", "\"param\"", "\"code\"");
    }
  }

  @Provide
  Arbitrary<String> broken() {
    String good =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"temperature\":0.5,"
            + "\"stop\":[\"a\"],\"stream\":true,\"stream_options\":{\"include_usage\":true}}";
    return Combinators.combine(
            Arbitraries.integers().between(0, good.length() - 1),
            Arbitraries.strings().ofMaxLength(3))
        .as((at, with) -> good.substring(0, at) + with + good.substring(at + 1));
  }

  @Provide
  Arbitrary<JsonElement> objects() {
    return element(3);
  }

  private static Arbitrary<JsonElement> element(int depth) {
    Arbitrary<JsonElement> leaf =
        Arbitraries.oneOf(
            Arbitraries.just(JsonNull.INSTANCE),
            Arbitraries.of(true, false).map(JsonPrimitive::new),
            Arbitraries.strings().ofMaxLength(6).map(JsonPrimitive::new),
            Arbitraries.of("user", "text", "float", "url", "1x1", "b64_json")
                .map(JsonPrimitive::new),
            Arbitraries.doubles().map(JsonPrimitive::new),
            Arbitraries.of("1e999999999", "-1e-999999999", "0", "1", "2.5", "9223372036854775808")
                .map(number -> new JsonPrimitive(new BigDecimal(number))));
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<JsonElement> array =
        element(depth - 1)
            .list()
            .ofMaxSize(3)
            .map(
                elements -> {
                  JsonArray list = new JsonArray();
                  elements.forEach(list::add);
                  return list;
                });
    Arbitrary<JsonElement> object =
        Arbitraries.maps(Arbitraries.of(FIELDS), element(depth - 1))
            .ofMaxSize(8)
            .map(
                fields -> {
                  JsonObject all = new JsonObject();
                  fields.forEach(all::add);
                  return all;
                });
    return Arbitraries.frequencyOf(Tuple.of(1, leaf), Tuple.of(1, array), Tuple.of(4, object));
  }
}

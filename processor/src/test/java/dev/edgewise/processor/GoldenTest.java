package dev.edgewise.processor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every generated text of some services, as it lies in {@code golden}. */
final class GoldenTest {
  private static final Path RESOURCES = Path.of("src/test/resources");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop",
        "rich",
        "analytics",
        "watch",
        "batched",
        "needs",
        "cached",
        "resumable",
        "scaled"
      })
  void what_is_generated_is_what_was_reviewed(String sample) throws IOException {
    Path folder = RESOURCES.resolve("golden").resolve(sample);
    Map<String, String> generated = texts(Compiled.sample(sample));
    Golden.hold(folder, generated);
  }

  private static Map<String, String> texts(Compiled compiled) {
    Map<String, String> texts = new TreeMap<>();
    compiled.sources().forEach((path, text) -> texts.put(path + ".txt", text));
    compiled
        .resources()
        .forEach(
            (path, content) -> {
              // The set of descriptors is bytes; other tests hold it equal to the schema's text.
              if (!path.endsWith(".binpb")) {
                texts.put(path, new String(content, StandardCharsets.UTF_8));
              }
            });
    return texts;
  }
}

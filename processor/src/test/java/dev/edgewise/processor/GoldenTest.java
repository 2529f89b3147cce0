package dev.edgewise.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every generated text of some services, as it lies in {@code golden}. {@code -Dgolden.update=true}
 * writes the files anew.
 */
final class GoldenTest {
  private static final Path RESOURCES = Path.of("src/test/resources");

  @ParameterizedTest
  @ValueSource(
      strings = {"shop", "rich", "analytics", "watch", "batched", "needs", "cached", "resumable"})
  void what_is_generated_is_what_was_reviewed(String sample) throws IOException {
    Path folder = RESOURCES.resolve("golden").resolve(sample);
    Map<String, String> generated =
        texts(Compiled.of(new Compiler().compile(RESOURCES.resolve("valid").resolve(sample))));
    if (Boolean.getBoolean("golden.update")) {
      update(folder, generated);
    }
    assertThat(generated).containsExactlyInAnyOrderEntriesOf(read(folder));
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

  private static Map<String, String> read(Path folder) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
      }
    }
    return texts;
  }

  private static void update(Path folder, Map<String, String> texts) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
    }
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      Path file = folder.resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, entry.getValue());
    }
  }
}

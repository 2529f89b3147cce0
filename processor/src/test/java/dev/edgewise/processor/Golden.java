package dev.edgewise.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Texts that lie in a folder to be reviewed. {@code -Dgolden=rewrite} writes them anew. */
final class Golden {
  private Golden() {}

  /** Holds the files of a folder to be these texts, by path, and no others. */
  static void hold(Path folder, Map<String, String> texts) throws IOException {
    if ("rewrite".equals(System.getProperty("golden"))) {
      update(folder, texts);
    }
    Map<String, String> files = read(folder);
    assertThat(files.keySet()).as("files of %s", folder).isEqualTo(texts.keySet());
    texts.forEach(
        (path, text) ->
            assertThat(files.get(path))
                .as("%s (-Dgolden=rewrite writes it anew)", folder.resolve(path))
                .isEqualTo(text));
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

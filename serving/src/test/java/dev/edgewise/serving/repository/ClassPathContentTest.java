package dev.edgewise.serving.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassPathContentTest {
  private static final String INDEX = "META-INF/edgewise/models/captions.json";

  private final Path folder;

  ClassPathContentTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Else nodes that share answers would never find each other's. */
  @Test
  void a_jar_has_one_digest_wherever_it_lies_and_another_when_any_of_it_is_another()
      throws Exception {
    String here = digest(jar("one", "a dog"));
    assertThat(digest(jar("two", "a dog"))).isEqualTo(here);
    assertThat(digest(jar("three", "a cat"))).isNotEqualTo(here);
  }

  private Path jar(String name, String caption) throws IOException {
    Path jar = Files.createDirectories(folder.resolve(name)).resolve("models.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      entry(zip, INDEX, "{}");
      entry(zip, "META-INF/edgewise/models/captions/captions.txt", caption);
    }
    return jar;
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(text.getBytes(UTF_8));
    zip.closeEntry();
  }

  private static String digest(Path jar) throws IOException {
    return new ClassPathContent(
            "captions",
            ClassPathContentTest.class.getClassLoader(),
            URI.create("jar:" + jar.toUri() + "!/" + INDEX).toURL())
        .digest();
  }
}

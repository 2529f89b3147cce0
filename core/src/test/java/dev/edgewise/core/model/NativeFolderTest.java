package dev.edgewise.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeFolderTest {
  private final Path folder;

  NativeFolderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Map<String, URL> jar(String name, String content) throws IOException {
    Path jar = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("native/lib.so"));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return Map.of("lib.so", new URL("jar:" + jar.toUri() + "!/native/lib.so"));
  }

  @Test
  void what_was_unpacked_once_is_taken_again() throws IOException {
    Path first = NativeFolder.unpack(folder.resolve("n"), "x", jar("a.jar", "one"));
    FileTime then = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(first.resolve("lib.so"), then);
    Path second = NativeFolder.unpack(folder.resolve("n"), "x", jar("b.jar", "one"));
    assertThat(second).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(second.resolve("lib.so"))).isEqualTo(then);
    assertThat(Files.readString(second.resolve("lib.so"))).isEqualTo("one");
  }

  @Test
  void another_content_gets_another_folder() throws IOException {
    Path one = NativeFolder.unpack(folder.resolve("n"), "x", jar("a.jar", "one"));
    Path two = NativeFolder.unpack(folder.resolve("n"), "x", jar("a.jar", "two"));
    assertThat(two).isNotEqualTo(one);
    assertThat(Files.readString(two.resolve("lib.so"))).isEqualTo("two");
  }

  @Test
  void a_file_that_was_cut_off_is_unpacked_again_and_nothing_else_stays() throws IOException {
    Path unpacked = NativeFolder.unpack(folder.resolve("n"), "x", jar("a.jar", "whole"));
    Files.writeString(unpacked.resolve("lib.so"), "wh");
    NativeFolder.unpack(folder.resolve("n"), "x", jar("a.jar", "whole"));
    assertThat(Files.readString(unpacked.resolve("lib.so"))).isEqualTo("whole");
    try (Stream<Path> files = Files.list(unpacked)) {
      assertThat(files).hasSize(1);
    }
  }
}

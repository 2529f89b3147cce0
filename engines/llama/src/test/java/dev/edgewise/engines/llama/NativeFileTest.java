package dev.edgewise.engines.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeFileTest {
  private final Path folder;

  NativeFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void platforms_are_named_in_one_way() {
    assertThat(NativeFile.platform("Linux", "amd64")).isEqualTo("linux-x86_64");
    assertThat(NativeFile.platform("Mac OS X", "aarch64")).isEqualTo("mac-aarch64");
    assertThat(NativeFile.platform("Linux", "arm64")).isEqualTo("linux-aarch64");
  }

  @Test
  void a_platform_without_the_c_api_is_refused_with_those_that_have_it() {
    NativeFile natives =
        new NativeFile(folder, "windows 11-x86_64", NativeFileTest.class.getClassLoader());

    assertThatThrownBy(natives::open)
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_ENGINE))
        .hasMessageContaining("windows 11-x86_64")
        .hasMessageContaining("linux-aarch64, linux-x86_64, mac-aarch64, mac-x86_64");
  }

  /** Layouts of structs belong to one version; another would read past their ends. */
  @Test
  void another_library_than_the_known_one_is_never_opened() throws IOException {
    Path library = folder.resolve("jar/de/kherud/llama/Linux/x86_64/libjllama.so");
    Files.createDirectories(library.getParent());
    Files.writeString(library, "of another version");
    try (URLClassLoader other =
        new URLClassLoader(new URL[] {folder.resolve("jar").toUri().toURL()}, null)) {
      NativeFile natives = new NativeFile(folder.resolve("unpacked"), "linux-x86_64", other);

      assertThatThrownBy(natives::open)
          .isInstanceOfSatisfying(
              EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_ENGINE))
          .hasMessageContaining("SHA-256")
          .hasMessageContaining("de.kherud:llama:4.2.0");
    }
  }

  @Test
  void a_class_path_without_the_library_says_what_to_add() throws IOException {
    try (URLClassLoader none = new URLClassLoader(new URL[0], null)) {
      assertThatThrownBy(new NativeFile(folder, "linux-x86_64", none)::open)
          .hasMessageContaining("not on the class path")
          .hasMessageContaining("de.kherud:llama:4.2.0");
    }
  }

  /** Opening looks whether the structs end where they should: this is the test of the layouts. */
  @Test
  void the_library_of_this_machine_has_the_layouts_that_are_written_down() {
    NativeFile natives = NativeFile.ofClassPath(folder);

    NativeLlama llama = natives.open();

    assertThat(natives.open()).isSameAs(llama);
    assertThat(NativeLlama.MODEL_PARAMS.byteSize()).isEqualTo(64);
    assertThat(NativeLlama.CONTEXT_PARAMS.byteSize()).isEqualTo(120);
    assertThat(NativeLlama.BATCH.byteSize()).isEqualTo(56);
  }
}

package dev.edgewise.serving.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFilesTest {
  @Test
  void files_of_a_folder_are_read_and_missing_ones_are_missing(@TempDir Path folder)
      throws IOException {
    Files.createDirectories(folder.resolve("unet"));
    Files.writeString(folder.resolve("unet/config.json"), "{}");
    ModelFiles files = ModelFiles.ofFolder("m", folder);
    assertThat(Folders.text(files, "unet/config.json")).hasValue("{}");
    assertThat(files.read("unet/model.onnx")).isEmpty();
    assertThat(files.read("unet")).isEmpty();
  }

  @Test
  void what_is_not_inside_is_refused(@TempDir Path folder) throws IOException {
    Path inside = Files.createDirectories(folder.resolve("model"));
    Files.writeString(folder.resolve("secret"), "x");
    Files.createSymbolicLink(inside.resolve("link"), folder.resolve("secret"));
    ModelFiles files = ModelFiles.ofFolder("m", inside);
    assertThatThrownBy(() -> files.read("link")).hasMessageContaining("leads out of the folder");
    for (String path :
        List.of("../secret", "/etc/passwd", "a/../../secret", "", "a//b", ".", "a\\b")) {
      assertThatThrownBy(() -> files.read(path)).as(path).hasMessageContaining("EW8008");
    }
  }

  @Test
  void files_of_a_class_path_are_read(@TempDir Path folder) throws IOException {
    Path model = Files.createDirectories(folder.resolve("META-INF/edgewise/models/m"));
    Files.writeString(model.resolve("a.json"), "{}");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      ModelFiles files = ModelFiles.ofClassPath("m", loader);
      assertThat(Folders.text(files, "a.json")).hasValue("{}");
      assertThat(files.read("b.json")).isEmpty();
      assertThatThrownBy(() -> files.read("../m/a.json")).hasMessageContaining("EW8008");
    }
  }
}

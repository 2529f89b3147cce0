package dev.edgewise.engines.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The runtime in a JVM of its own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class OnnxProcessTest {
  private final Path folder;

  OnnxProcessTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Process start(String more) throws IOException, URISyntaxException {
    Path model =
        Path.of(
            Objects.requireNonNull(OnnxProcessTest.class.getResource("/models/line.onnx")).toURI());
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
            "-Dedgewise.native=" + folder.resolve("native"),
            "-cp",
            System.getProperty("java.class.path") + more,
            OnnxProcess.class.getName(),
            model.toString())
        .redirectErrorStream(true)
        .start();
  }

  /** ONNX Runtime 1.29 recurses over the command line; see {@link NativeRuntime}. */
  @Test
  void a_long_class_path_does_not_end_the_process() throws Exception {
    String more =
        (File.pathSeparator + folder.resolve("no-such-library-of-anybody.jar")).repeat(400);
    assertThat(more).hasSizeGreaterThan(5_000);
    Process process = start(more);
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("3.0 5.0 7.0");
      process.getOutputStream().close();
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void a_killed_process_leaves_libraries_only_where_the_next_one_takes_them() throws Exception {
    for (int i = 0; i < 2; i++) {
      Process process = start("");
      try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
        assertThat(said.readLine()).isEqualTo("3.0 5.0 7.0");
      } finally {
        process.destroyForcibly().waitFor();
      }
      assertThat(libraries("tmp")).isEmpty();
      assertThat(libraries("native")).hasSize(2);
    }
  }

  private List<Path> libraries(String below) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve(below))) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toString().contains("onnxruntime"))
          .toList();
    }
  }
}

package dev.edgewise.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at what Maven made of {@code samples/standalone} and runs it. */
final class StandaloneIT {
  private static final Path BUILT = Path.of("target/it/standalone/target").toAbsolutePath();
  private static final Path JAR = BUILT.resolve("spelling-1.0.jar");

  @TempDir Path scratch = Path.of("");

  @Test
  void it_runs_on_java_17() throws Exception {
    runs(17);
  }

  @Test
  void it_runs_on_java_25() throws Exception {
    runs(25);
  }

  @Test
  void its_classes_are_for_java_17() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      InputStream in = jar.getInputStream(jar.getEntry("com/example/spelling/Main.class"));
      byte[] start = in.readNBytes(8);
      assertThat(start[7]).as("class file version").isEqualTo((byte) 61);
    }
  }

  @Test
  void the_jar_holds_the_index_and_the_bodies_libraries_and_nothing_of_edgewise()
      throws IOException {
    List<String> entries;
    try (JarFile jar = new JarFile(JAR.toFile())) {
      entries =
          jar.stream().map(entry -> entry.getName()).filter(name -> !name.endsWith("/")).toList();
    }
    assertThat(entries)
        .anyMatch(
            name ->
                name.startsWith("META-INF/edgewise/")
                    && name.contains("com.example.spelling.Spelling"))
        .anyMatch(name -> name.endsWith(".proto"))
        .noneMatch(name -> name.startsWith("dev/edgewise/") || name.startsWith("io/grpc/"));
    assertThat(entries.stream().filter(name -> name.startsWith("META-INF/edgewise/lib/")))
        .containsExactlyInAnyOrder(
            "META-INF/edgewise/lib/commons-lang3-3.18.0.jar",
            "META-INF/edgewise/lib/commons-text-1.14.0.jar");
  }

  private void runs(int feature) throws IOException, InterruptedException {
    Optional<Path> jdk = Jdks.find(feature);
    assumeTrue(jdk.isPresent(), "no JDK " + feature + " on this machine");
    Path output = scratch.resolve("output.txt");
    ProcessBuilder start =
        new ProcessBuilder(
            jdk.orElseThrow().resolve("bin/java").toString(),
            "-cp",
            JAR + File.pathSeparator + BUILT.resolve("lib") + File.separator + "*",
            "com.example.spelling.Main",
            "edgewize");
    start.environment().put("XDG_STATE_HOME", scratch.toString());
    Process process = start.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(said).contains("edgewize: did you mean edgewise? (distance 1)");
    assertThat(process.exitValue()).as(said).isZero();
  }
}

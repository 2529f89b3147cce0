package dev.edgewise.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The JDKs of this machine. */
final class Jdks {
  private Jdks() {}

  /** The home of a JDK of exactly this feature version, if the machine has one. */
  static Optional<Path> find(int feature) {
    return candidates().stream().filter(home -> isFeature(home, feature)).findFirst();
  }

  private static List<Path> candidates() {
    List<Path> homes = new ArrayList<>();
    homes.add(Path.of(System.getProperty("java.home")));
    for (String variable : List.of("JAVA_HOME", "EDGEWISE_JAVA_HOME")) {
      Optional.ofNullable(System.getenv(variable)).map(Path::of).ifPresent(homes::add);
    }
    String user = System.getProperty("user.home");
    for (String folder :
        List.of("/usr/lib/jvm", "/opt/java", user + "/.sdkman/candidates/java", user + "/.jdks")) {
      homes.addAll(below(Path.of(folder)));
    }
    return homes;
  }

  private static List<Path> below(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> homes = Files.list(folder)) {
      return homes.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the file "release" rather than start a JVM. */
  private static boolean isFeature(Path home, int feature) {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(release)) {
      return lines.anyMatch(line -> line.matches("JAVA_VERSION=\"" + feature + "\\b.*"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

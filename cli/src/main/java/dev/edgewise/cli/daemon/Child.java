package dev.edgewise.cli.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process that ends when its standard input is closed, which happens at the latest when we end,
 * however we end. What it prints goes to a log file; each line of its standard output to a listener
 * as well.
 */
public final class Child {
  private final String name;
  private final Process process;
  private final Path log;
  private final PrintStream input;
  private final Thread reader;

  private Child(String name, Process process, Path log, Consumer<String> listener) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.reader = Thread.ofVirtual().name("reads " + name).start(() -> pump(listener));
  }

  /**
   * Starts a process.
   *
   * @param log file for its standard error; its standard output goes to the same name with {@code
   *     .out} appended
   * @param listener gets each line of its standard output, on one thread
   */
  static Child start(String name, ProcessBuilder builder, Path log, Consumer<String> listener)
      throws IOException {
    Process process =
        builder.redirectInput(ProcessBuilder.Redirect.PIPE).redirectError(log.toFile()).start();
    return new Child(name, process, log, listener);
  }

  private void pump(Consumer<String> listener) {
    Path copy = log.resolveSibling(log.getFileName() + ".out");
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        PrintStream out =
            new PrintStream(Files.newOutputStream(copy), true, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out.println(line);
        listener.accept(line);
      }
    } catch (IOException e) {
      // The process was ended; there is nothing more to read.
    }
  }

  String name() {
    return name;
  }

  public Path log() {
    return log;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Gives the process a line to read. */
  public void send(String line) {
    input.println(line);
  }

  /** Waits until it has ended and everything that it printed was heard. */
  public boolean awaitEnd(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS) && reader.join(Duration.ofMillis(millis));
  }

  /** Runs {@code action} once it has ended. */
  void onEnd(Runnable action) {
    // The stage says only that the action has run.
    var unused = process.onExit().thenRun(action);
  }

  /** Its exit code; only once it has ended. */
  public int exitCode() {
    return process.exitValue();
  }

  /** Asks it to end. */
  public void closeInput() {
    input.close();
  }

  /** Ends it at once: SIGKILL, which also ends a stopped process. */
  public void kill() {
    process.destroyForcibly();
  }
}

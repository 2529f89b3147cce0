package dev.edgewise.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.sdk.link.Link;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An agent in a process of its own, and those who call it. */
final class AgentProcess implements AutoCloseable {
  private static final long LONG_SECONDS = 120;

  private final Callers callers = new Callers();
  private final BufferedReader out;
  private final Thread reader;
  final Process process;

  // Guarded by itself.
  private final StringBuilder log = new StringBuilder();

  private AgentProcess(Process process) {
    this.process = process;
    this.out = process.inputReader(UTF_8);
    this.reader = Thread.ofPlatform().daemon().start(this::read);
  }

  private void read() {
    try (BufferedReader lines = process.errorReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (log) {
          log.append(line).append('\n');
          log.notifyAll();
        }
      }
    } catch (IOException e) {
      // As when the process is killed: what came until then is what there is.
    } finally {
      synchronized (log) {
        log.notifyAll();
      }
    }
  }

  static AgentProcess start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Surefire puts the class path into a jar's manifest and says here what it was.
    command.add("-cp");
    command.add(
        System.getProperty(
            "surefire.test.class.path",
            requireNonNull(System.getProperty("java.class.path"), "java.class.path")));
    command.add("-Xmx128m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add(ProcessMain.class.getName());
    command.addAll(arguments);
    return new AgentProcess(new ProcessBuilder(command).start());
  }

  /** Waits for the line "ready". */
  String ready() throws IOException {
    String line = out.readLine();
    assertThat(line).as(log()).startsWith("ready ");
    return requireNonNull(line);
  }

  /** Waits until the log holds this. */
  void awaitLog(String text) throws InterruptedException {
    synchronized (log) {
      while (log.indexOf(text) < 0) {
        assertThat(reader.isAlive()).as(log()).isTrue();
        log.wait(1_000);
      }
    }
  }

  String log() {
    synchronized (log) {
      return log.toString();
    }
  }

  /** Sends it SIGTERM. {@link Process#destroy} would close its log, too. */
  void terminate() {
    assertThat(process.toHandle().destroy()).isTrue();
  }

  int exit() throws InterruptedException {
    assertThat(process.waitFor(LONG_SECONDS, TimeUnit.SECONDS)).as(log()).isTrue();
    reader.join();
    return process.exitValue();
  }

  /** A connection to the address that the line "ready" names. */
  Link connect(String readyLine) throws InterruptedException {
    return callers.connect(readyLine);
  }

  @Override
  public void close() {
    callers.close();
    process.destroyForcibly();
  }
}

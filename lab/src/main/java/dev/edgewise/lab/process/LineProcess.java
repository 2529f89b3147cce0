package dev.edgewise.lab.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that answers lines with lines, and ends when its input does. For one thread. */
public final class LineProcess implements AutoCloseable {
  private static final long EXIT_SECONDS = 10;

  private final Process process;
  private final Path log;
  private final BufferedWriter to;
  private final BufferedReader from;

  private LineProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.to = process.outputWriter(UTF_8);
    this.from = process.inputReader(UTF_8);
  }

  /**
   * Starts one.
   *
   * @param environment added to this process's own
   * @param log for what it has to complain of
   */
  public static LineProcess start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(environment);
    return new LineProcess(builder.start(), log);
  }

  /** Sends a line and waits for one that begins like this. */
  public String ask(String line, String begin) throws IOException {
    to.write(line + "\n");
    to.flush();
    return await(begin);
  }

  /** Waits for a line that begins like this; others, which libraries print, are passed over. */
  public String await(String begin) throws IOException {
    for (String line = from.readLine(); line != null; line = from.readLine()) {
      if (line.startsWith(begin)) {
        return line;
      }
    }
    throw new IOException("the process has ended; " + log + " says why");
  }

  /** Ends its input, waits a while for its end, and then makes one. */
  @Override
  public void close() throws IOException {
    to.close();
    try {
      if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

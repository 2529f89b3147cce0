package dev.edgewise.lab.oip;

import dev.edgewise.lab.process.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A server that we did not write, with all processes that it starts; ends with ours. */
final class ServerProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final Process process;
  private final Thread hook = new Thread(this::kill, "ends a server");

  private ServerProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts one and waits until it is ready.
   *
   * @throws IOException when it ends before, or is not ready in time
   */
  static ServerProcess start(String name, ProcessBuilder builder, Path log, BooleanSupplier ready)
      throws IOException, InterruptedException {
    ServerProcess server =
        new ServerProcess(
            builder
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    Runtime.getRuntime().addShutdownHook(server.hook);
    Process process = server.process;
    if (Waiting.until(START, () -> !process.isAlive() || ready.getAsBoolean()) < 0
        || !process.isAlive()) {
      server.close();
      throw new IOException(name + " did not become ready; see " + log);
    }
    return server;
  }

  private void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
    children.forEach(ProcessHandle::destroyForcibly);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The hook runs, or has run.
    }
  }
}

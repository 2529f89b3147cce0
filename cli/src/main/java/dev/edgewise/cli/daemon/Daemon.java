package dev.edgewise.cli.daemon;

import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.Clock;
import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A daemon that a command has started, and that says when it can serve. */
public final class Daemon {
  private static final long LOOK_MILLIS = 50;
  private static final int MOST_OF_LOG = 8192;

  private final Child child;
  private final CompletableFuture<ReadyLine> ready;

  private Daemon(Child child, CompletableFuture<ReadyLine> ready) {
    this.child = child;
    this.ready = ready;
  }

  static Daemon start(Children children, String name, List<String> command, Path log) {
    CompletableFuture<ReadyLine> ready = new CompletableFuture<>();
    Child child =
        children.start(
            name,
            new ProcessBuilder(command),
            log,
            line -> {
              if (ReadyLine.matches(line)) {
                ready.complete(ReadyLine.parse(line));
              }
            });
    return new Daemon(child, ready);
  }

  String name() {
    return child.name();
  }

  public Child child() {
    return child;
  }

  /**
   * Waits until it can serve.
   *
   * @throws CommandFailure when it ends before, or takes longer than {@code millis}
   */
  public ReadyLine awaitReady(Clock clock, long millis) throws InterruptedException {
    long end = clock.nanos() + millis * 1_000_000;
    while (clock.nanos() < end) {
      try {
        return ready.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        if (!child.isAlive() && !ready.isDone()) {
          throw notReady("ended with exit code " + child.exitCode());
        }
      }
    }
    throw notReady("was not ready after " + millis / 1000 + " s");
  }

  private CommandFailure notReady(String what) {
    return new Problem(
            ErrorCode.COMMAND_FAILED,
            name() + " " + what,
            lastWords(child.log()),
            "mend what it says; its whole log is " + child.log())
        .failure();
  }

  /** The last line that says anything; a log is short when its process could not start. */
  private static String lastWords(Path log) {
    try {
      byte[] all = Files.readAllBytes(log);
      int from = Math.max(0, all.length - MOST_OF_LOG);
      String end = new String(all, from, all.length - from, StandardCharsets.UTF_8);
      List<String> lines = end.lines().filter(line -> !line.isBlank()).toList();
      return lines.stream()
          .filter(line -> line.contains("EW") || line.contains("error"))
          .reduce((first, last) -> last)
          .orElse(lines.isEmpty() ? "it wrote nothing to its log" : lines.getLast());
    } catch (IOException e) {
      return "its log cannot be read: " + e.getMessage();
    }
  }
}

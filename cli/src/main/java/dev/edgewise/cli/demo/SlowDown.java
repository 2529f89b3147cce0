package dev.edgewise.cli.demo;

import dev.edgewise.cli.daemon.Child;
import dev.edgewise.cli.daemon.Children;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes another process slow by stopping it most of the time: a real slow machine, as far as
 * anybody can tell from outside, and no hook in the product. The process runs again as soon as this
 * is closed, and also when we are killed: a small shell script does the work, and undoes it when
 * its standard input ends.
 */
final class SlowDown implements AutoCloseable {
  /** One part in ten running. The script ignores Ctrl-C: it must outlive us by a moment. */
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      ( while kill -STOP "$1"; do sleep 0.09; kill -CONT "$1"; sleep 0.01; done ) 2>/dev/null &
      cat >/dev/null
      kill -9 $! 2>/dev/null
      kill -CONT "$1" 2>/dev/null
      """;

  private final Child script;

  private SlowDown(Child script) {
    this.script = script;
  }

  /** Slows a process down from now on. */
  static SlowDown of(Children children, Child victim, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of("/bin/sh", "-c", SCRIPT, "slow-down", Long.toString(victim.pid())));
    return new SlowDown(children.start("slow-down", builder, log, line -> {}));
  }

  /** Lets it run again at full speed; returns once it does. */
  @Override
  public void close() {
    script.closeInput();
    try {
      script.awaitEnd(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

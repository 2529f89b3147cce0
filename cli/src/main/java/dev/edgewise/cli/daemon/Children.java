package dev.edgewise.cli.daemon;

import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.Clock;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The processes that a command has started. Closing ends them, last started first; when this
 * process is told to end (Ctrl-C, SIGTERM) a hook does the same. When it is killed with kill -9,
 * the children see their standard input end. Thread-safe.
 */
public final class Children implements AutoCloseable {
  /** How long a child may take to end by itself: an orchestrator ends the nodes of its zones. */
  private static final long PATIENCE_MILLIS = 6000;

  private static final long LOOK_MILLIS = 50;

  /** A busy kernel takes a moment for that too. */
  private static final long KILLED_MILLIS = 10_000;

  private final Deque<Child> started = new ArrayDeque<>();
  private final Thread hook;
  private final Clock clock;
  private final Consumer<Boolean> afterwards;
  private boolean closed;

  /** Read without the lock, which is held while children end. */
  private volatile boolean ending;

  private Children(Clock clock, Consumer<Boolean> afterwards) {
    this.clock = clock;
    this.afterwards = afterwards;
    this.hook = new Thread(() -> endAll(true), "ends the child processes");
  }

  /**
   * Ready to start children.
   *
   * @param afterwards what to do once they have ended; it is told whether the command was
   *     interrupted
   */
  public static Children open(Clock clock, Consumer<Boolean> afterwards) {
    Children children = new Children(clock, afterwards);
    Runtime.getRuntime().addShutdownHook(children.hook);
    return children;
  }

  /** Starts a process, as {@link Child#start} does, without what the environment says of TLS. */
  public Child start(String name, ProcessBuilder builder, Path log, Consumer<String> listener) {
    return start(name, builder, Optional.empty(), log, listener);
  }

  /**
   * The same, with a certificate of its own.
   *
   * @param tls its file, which the SDK takes from the environment
   */
  public synchronized Child start(
      String name,
      ProcessBuilder builder,
      Optional<Path> tls,
      Path log,
      Consumer<String> listener) {
    if (closed) {
      throw new IllegalStateException("the command is ending");
    }
    // The certificate of whoever runs the command says that its holder is a person, and no daemon.
    TlsFiles.VARIABLES.forEach(builder.environment()::remove);
    tls.ifPresent(file -> builder.environment().put(TlsFiles.VARIABLES.get(0), file.toString()));
    try {
      Child child = Child.start(name, builder, log, listener);
      started.push(child);
      return child;
    } catch (IOException e) {
      throw new Problem(
              ErrorCode.MISSING_PREREQUISITE,
              "cannot start " + name,
              String.valueOf(e.getMessage()),
              "see that the JDK, /bin/sh and the folder for temporary files can be used")
          .failure();
    }
  }

  /** How many were started. */
  synchronized int count() {
    return started.size();
  }

  /** Has each child told to {@code listener} when it has ended by itself, on a thread of ours. */
  synchronized void onEnd(Consumer<Child> listener) {
    started.forEach(
        child ->
            child.onEnd(
                () -> {
                  if (!ending) {
                    listener.accept(child);
                  }
                }));
  }

  @Override
  public void close() {
    endAll(false);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The hook is running, or has run: then all is done.
    }
  }

  private synchronized void endAll(boolean interrupted) {
    ending = true;
    if (closed) {
      return;
    }
    closed = true;
    for (Child child : started) {
      child.closeInput();
    }
    long deadline = clock.nanos() + PATIENCE_MILLIS * 1_000_000;
    for (Child child : started) {
      end(child, deadline);
    }
    afterwards.accept(interrupted);
  }

  private void end(Child child, long deadline) {
    try {
      while (!child.awaitEnd(LOOK_MILLIS)) {
        if (deadline - clock.nanos() <= 0) {
          child.kill();
          child.awaitEnd(KILLED_MILLIS);
          return;
        }
      }
    } catch (InterruptedException e) {
      child.kill();
      Thread.currentThread().interrupt();
    }
  }
}

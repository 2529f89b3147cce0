package dev.edgewise.daemon;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.daemon.config.CommandLine;
import dev.edgewise.daemon.config.Schema;
import dev.edgewise.daemon.config.Wish;
import dev.edgewise.daemon.log.LogFormat;
import dev.edgewise.daemon.log.LogLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * The process around a daemon. Standard output carries the line "ready" and what was asked to be
 * printed, standard error the log. Exit codes: 0 stopped as asked, 1 could not start, 78 wrong
 * configuration.
 *
 * @param <C> the daemon's configuration
 */
public final class DaemonMain<C extends DaemonConfig> {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int BAD_CONFIGURATION = 78;

  /** A parent that has gone waits for nobody. */
  private static final Duration ORPHAN_PATIENCE = Duration.ofSeconds(2);

  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private static final Logger LOG = System.getLogger(DaemonMain.class.getName());

  private final Schema<C> schema;
  private final Function<C, Running> start;

  DaemonMain(Schema<C> schema, Function<C, Running> start) {
    this.schema = requireNonNull(schema, "schema");
    this.start = requireNonNull(start, "start");
  }

  /**
   * Runs a daemon until it is told to stop, and ends the JVM.
   *
   * @param start starts it, or throws an {@link EdgewiseException} that says what is wrong
   */
  public static <C extends DaemonConfig> void run(
      Schema<C> schema, String[] arguments, Function<C, Running> start) {
    LogLines.toStandardError(LogFormat.TEXT);
    int exit =
        new DaemonMain<>(schema, start)
            .run(List.of(arguments), System.getenv(), System.in, System.out, System.err);
    System.exit(exit);
  }

  /** The version of the jar that a class came from. */
  public static String version(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  int run(
      List<String> arguments,
      Map<String, String> environment,
      InputStream in,
      PrintStream out,
      PrintStream err) {
    try {
      return switch (CommandLine.read(schema, arguments, environment)) {
        case Wish.Print<C>(String text, int exit) -> {
          out.print(text);
          yield exit;
        }
        case Wish.Health<C>(C config) ->
            new HealthQuestion(config, Clock.system().now()).ask(out) ? OK : FAILED;
        case Wish.Run<C>(C config) -> serve(config, in, out);
      };
    } catch (EdgewiseException e) {
      err.println(e.getMessage());
      if (e.code() == ErrorCode.BODY_NOT_BUILT && e.getCause() != null) {
        e.getCause().printStackTrace(err);
      }
      return e.code() == ErrorCode.BAD_CONFIGURATION ? BAD_CONFIGURATION : FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    } catch (RuntimeException e) {
      // Without this the main thread would die and whatever had started would go on.
      err.println("This is a defect of Edgewise: please report it with what follows.");
      e.printStackTrace(err);
      return FAILED;
    }
  }

  private int serve(C config, InputStream in, PrintStream out) throws InterruptedException {
    LogLines.toStandardError(config.logFormat());
    BlockingQueue<Duration> stops = new LinkedBlockingQueue<>();
    Signals.onStop(() -> stops.add(config.drain()));
    if (config.exitWithStdin()) {
      Thread.ofPlatform()
          .daemon()
          .name("edgewise-stdin")
          .start(
              () -> {
                awaitEnd(in);
                stops.add(shorter(config.drain(), ORPHAN_PATIENCE));
              });
    }
    Running running = start.apply(config);
    running.whenOver(() -> stops.add(config.drain()));
    // A signal stops also what is not ready yet.
    running.whenReady(
        () -> {
          out.println(running.readyLine());
          out.flush();
        });
    Duration patience = stops.take();
    LOG.log(Level.INFO, "stopping: no new calls; those that run have " + patience + " to end");
    if (!running.drain(patience)) {
      LOG.log(Level.WARNING, "calls that had not ended after " + patience + " were cut off");
    }
    // Parts may be foreign code, and one that does not close must not keep the process alive.
    Thread closing = Thread.ofPlatform().daemon().name("edgewise-close").start(running::close);
    if (!closing.join(LONGEST_CLOSE)) {
      LOG.log(Level.WARNING, "what had not closed after " + LONGEST_CLOSE + " was left");
    }
    return OK;
  }

  private static void awaitEnd(InputStream in) {
    byte[] nothing = new byte[256];
    try {
      while (in.read(nothing) >= 0) {
        // Whatever a parent writes means nothing here; that it is there is all that counts.
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "standard input broke", e);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}

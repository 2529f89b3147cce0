package dev.edgewise.agent;

import dev.edgewise.agent.config.AgentConfig;
import dev.edgewise.agent.config.CommandLine;
import dev.edgewise.agent.config.CommandLine.Wish;
import dev.edgewise.agent.config.Machine;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
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

/**
 * The process around an agent. Standard output carries the line "ready" and what was asked to be
 * printed, standard error the log.
 */
public final class AgentMain {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int BAD_CONFIGURATION = 78;

  /** A parent that has gone waits for nobody. */
  private static final Duration ORPHAN_PATIENCE = Duration.ofSeconds(2);

  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private static final Logger LOG = System.getLogger(AgentMain.class.getName());

  private AgentMain() {}

  /** Runs an agent until it is told to stop, and ends the JVM. */
  public static void run(Tier tier, String[] arguments) {
    LogLines.toStandardError();
    int exit =
        run(
            tier,
            List.of(arguments),
            System.getenv(),
            Machine.of(System.getenv(), System.getProperty("user.home")),
            System.in,
            System.out,
            System.err);
    System.exit(exit);
  }

  private static int run(
      Tier tier,
      List<String> arguments,
      Map<String, String> environment,
      Machine machine,
      InputStream in,
      PrintStream out,
      PrintStream err) {
    try {
      return switch (CommandLine.read(tier, arguments, environment, machine)) {
        case Wish.Print(String text) -> {
          out.print(text);
          yield OK;
        }
        case Wish.Run(AgentConfig config) -> serve(config, in, out);
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
    }
  }

  private static int serve(AgentConfig config, InputStream in, PrintStream out)
      throws InterruptedException {
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
    Agent agent = Agent.start(config, version(), Clock.system());
    out.println(agent.readyLine());
    out.flush();
    Duration patience = stops.take();
    LOG.log(Level.INFO, "stopping: no new calls; those that run have " + patience + " to end");
    if (!agent.drain(patience)) {
      LOG.log(Level.WARNING, "calls that had not ended after " + patience + " were cut off");
    }
    // Bodies are foreign code, and one that does not close must not keep the process alive.
    Thread closing = Thread.ofPlatform().daemon().name("edgewise-close").start(agent::close);
    if (!closing.join(LONGEST_CLOSE)) {
      LOG.log(Level.WARNING, "bodies or models that had not closed in time were left");
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

  private static String version() {
    String version = AgentMain.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}

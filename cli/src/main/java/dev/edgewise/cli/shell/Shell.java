package dev.edgewise.cli.shell;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.ErrorCode;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * What a command sees of the world around it.
 *
 * @param out for results
 * @param err for progress and errors
 * @param in what the user types or pipes in
 * @param folder where relative paths begin
 * @param dist the distribution that the launcher built, when it was the launcher that started us
 * @param clock for everything that waits or measures
 * @param random for ids
 * @param environment the environment's variables
 */
public record Shell(
    PrintStream out,
    PrintStream err,
    InputStream in,
    Path folder,
    Optional<Dist> dist,
    Clock clock,
    RandomGenerator random,
    Map<String, String> environment) {
  public Shell {
    requireNonNull(out, "out");
    requireNonNull(err, "err");
    requireNonNull(in, "in");
    requireNonNull(folder, "folder");
    requireNonNull(dist, "dist");
    requireNonNull(clock, "clock");
    requireNonNull(random, "random");
    environment = Map.copyOf(environment);
  }

  /** The shell that this process was started from. */
  public static Shell ofProcess() {
    return new Shell(
        System.out,
        System.err,
        System.in,
        Path.of("").toAbsolutePath(),
        Optional.ofNullable(System.getProperty("edgewise.dist")).map(Path::of).map(Dist::new),
        Clock.system(),
        new SecureRandom(),
        System.getenv());
  }

  /** The distribution, for commands that start processes from it. */
  public Dist requireDist() {
    return dist.orElseThrow(
        () ->
            new Problem(
                    ErrorCode.MISSING_PREREQUISITE,
                    "the distribution folder is not known",
                    "this command starts other processes, and the launcher says where they are",
                    "start it through the launcher: ./edgewise in the checkout")
                .failure());
  }

  /** Waits before one looks again; ends early when this thread is told to end. */
  public void pause(Duration time) throws InterruptedException {
    // Nobody counts it down.
    boolean unused = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * The same, for who asks a server next: that ends too, and says so, when this thread is told to
   * end.
   */
  public void lookAgainAfter(Duration time) {
    try {
      pause(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells the user how things go. */
  public void progress(String line) {
    err.println("edgewise: " + line);
    err.flush();
  }
}

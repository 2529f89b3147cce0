package dev.edgewise.sdk.api;

import dev.edgewise.core.Clock;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.sdk.invoke.CallLog;
import dev.edgewise.sdk.invoke.Surroundings;
import dev.edgewise.sdk.invoke.Target;
import dev.edgewise.sdk.local.Settings;
import dev.edgewise.sdk.wire.DecisionFiles;
import dev.edgewise.sdk.wire.GrpcTransport;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Puts an {@link Edgewise} together from the system's own clock, threads, randomness and sockets.
 */
final class SystemParts {
  private SystemParts() {}

  static Edgewise connect(List<Target> targets, Optional<String> site) {
    ExecutorService executor = executor();
    SystemScheduler scheduler = scheduler();
    Surroundings surroundings =
        new Surroundings(
            clock(), scheduler, random(), GrpcTransport.create(scheduler, executor), callLog());
    return new Edgewise(
        targets,
        site,
        surroundings,
        Edgewise.Hosting.elsewhere(),
        List.of(executor::shutdownNow, scheduler));
  }

  static Clock clock() {
    return Clock.system();
  }

  static SystemScheduler scheduler() {
    return SystemScheduler.create("edgewise-scheduler");
  }

  /** Files in the user's own folder, from which {@code edgewise explain} reads. */
  static CallLog callLog() {
    return DecisionFiles.open(
        DecisionFiles.defaultFolder(System.getenv()),
        DecisionFiles.Limits.DEFAULT,
        clock(),
        random(),
        task -> {
          Thread thread = new Thread(task, "edgewise-decisions");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** What the environment sets for the configuration records of bodies. */
  static Settings settings() {
    return Settings.parse(System.getenv().getOrDefault(Settings.VARIABLE, ""));
  }

  /**
   * Seeded from the system's entropy: ids of calls must not repeat across processes. {@link Random}
   * itself is thread-safe.
   */
  static Random random() {
    return new Random(new SecureRandom().nextLong());
  }

  /**
   * Threads for callbacks, and for bodies in local mode: as many as needed, none kept for long, all
   * daemons.
   */
  static ExecutorService executor() {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task, "edgewise-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    return Executors.newCachedThreadPool(daemons);
  }
}

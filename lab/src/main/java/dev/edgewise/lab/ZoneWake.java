package dev.edgewise.lab;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.lab.process.Waiting;
import dev.edgewise.lab.process.ZoneFleet;
import dev.edgewise.sdk.api.CallOptions;
import dev.edgewise.sdk.api.Edgewise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A zone without a node, of a real orchestrator: the first call, a burst, and a call that cannot
 * wait for it, each from zero nodes.
 */
enum ZoneWake implements Campaign {
  /** Once each. */
  ZONE_WAKE;

  private static final String ZONE = "west1";
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** On an idle machine. */
  private static final long FIRST_MILLIS = 3_000;

  private static final long REFUSED_MILLIS = 50;
  private static final int CALLS = 200;
  private static final int WORK_MILLIS = 20;

  @Override
  public String about() {
    return "a zone at zero: the first call within "
        + FIRST_MILLIS
        + " ms, "
        + CALLS
        + " calls at once without a failure, and a refusal within "
        + REFUSED_MILLIS
        + " ms whose hint proves right";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    Refusal refusal = fromRest(dist, folder.resolve("refusal"), (zone, eco) -> refusal(eco));
    long first = fromRest(dist, folder.resolve("first"), (zone, eco) -> first(eco));
    Burst burst = fromRest(dist, folder.resolve("burst"), ZoneWake::burst);
    return new Verdict(
        refusal.held() && first >= 0 && first <= FIRST_MILLIS && burst.held(),
        "%s; first call after %d ms; %s".formatted(refusal, first, burst));
  }

  /** What is tried with a zone that rests. */
  @FunctionalInterface
  private interface Trial<R> {
    R of(ZoneFleet zone, Edgewise eco) throws IOException, InterruptedException;
  }

  /**
   * With an orchestrator of its own: one that has seen calls keeps a node for a while, as it
   * should.
   */
  private static <R> R fromRest(Path dist, Path folder, Trial<R> trial)
      throws IOException, InterruptedException {
    try (ZoneFleet zone = ZoneFleet.start(dist, Files.createDirectories(folder), 0, 4);
        Edgewise eco = zone.fleet().application()) {
      rest(zone, eco);
      return trial.of(zone, eco);
    }
  }

  private static long starts(ZoneFleet zone) throws IOException {
    return zone.report()
        .orElseThrow(() -> new IOException("the orchestrator says nothing of its zone"))
        .counts()
        .starts();
  }

  private static Outcome<Long> call(Edgewise eco, long token, CallOptions options) {
    return eco.call(Hauls.class, hauls -> hauls.work(token, WORK_MILLIS), options);
  }

  private static boolean isRight(Outcome<Long> outcome, long token) {
    return outcome instanceof Outcome.Completed<Long> completed
        && completed.value() == Answers.expected(token);
  }

  /**
   * Waits until the zone has learned what it offers, its scaler has ended all of its nodes, and the
   * application knows it as one that rests. Nothing is called meanwhile, and no operator steps in:
   * a zone that is kept at zero is not woken.
   */
  private static void rest(ZoneFleet zone, Edgewise eco) throws IOException, InterruptedException {
    CallOptions asleep = CallOptions.none().withDeadline(SHORT).withWaking(false);
    if (Waiting.until(PATIENCE, () -> rests(zone) && rests(call(eco, 0, asleep))) < 0) {
      throw new IOException("zone " + ZONE + " had a node after " + PATIENCE.toSeconds() + " s");
    }
  }

  private static boolean rests(ZoneFleet zone) {
    return zone.report()
        .filter(each -> each.nodes().isEmpty() && !each.services().isEmpty())
        .isPresent();
  }

  private static boolean rests(Outcome<Long> outcome) {
    return outcome instanceof Outcome.Refused<Long> refused
        && refused.cause().words().contains("Zone " + ZONE + " offers it");
  }

  /**
   * A call that cannot wait.
   *
   * @param tookMillis until it was refused
   * @param hintMillis after which the next one was made
   * @param right whether that got its answer
   */
  private record Refusal(long tookMillis, long hintMillis, boolean right) {
    boolean held() {
      return tookMillis <= REFUSED_MILLIS && right;
    }

    @Override
    public String toString() {
      return "a deadline of 1 s refused after %d ms, again after %d ms: %s"
          .formatted(tookMillis, hintMillis, right ? "answered" : "NOT ANSWERED");
    }
  }

  private static Refusal refusal(Edgewise eco) throws IOException, InterruptedException {
    CallOptions hurried = CallOptions.none().withDeadline(SHORT);
    long begun = System.nanoTime();
    Outcome<Long> outcome = call(eco, 1, hurried);
    long took = (System.nanoTime() - begun) / 1_000_000;
    if (!(outcome instanceof Outcome.Refused<Long> refused)
        || refused.cause().code() != ErrorCode.ZONE_STARTING) {
      throw new IOException("a call of 1 s came to " + outcome);
    }
    EdgewiseException cause = refused.cause();
    long hint = cause.retryAfter().orElseThrow().toMillis();
    Thread.sleep(hint);
    return new Refusal(took, hint, isRight(call(eco, 2, hurried), 2));
  }

  /** How long the first call took; −1 when it failed. */
  private static long first(Edgewise eco) {
    long begun = System.nanoTime();
    Outcome<Long> outcome = call(eco, 3, CallOptions.none().withDeadline(DEADLINE));
    return isRight(outcome, 3) ? (System.nanoTime() - begun) / 1_000_000 : -1;
  }

  /**
   * Many calls at once.
   *
   * @param failed of them
   * @param nodes that answered
   * @param starts of nodes
   * @param tookMillis until the last had ended
   */
  private record Burst(int failed, Set<String> nodes, long starts, long tookMillis) {
    boolean held() {
      return failed == 0 && starts == 1 && tookMillis <= DEADLINE.toMillis();
    }

    @Override
    public String toString() {
      return "%d calls at once: %d failed, answered by %s, %d starts, all after %d ms"
          .formatted(CALLS, failed, nodes, starts, tookMillis);
    }
  }

  private static Burst burst(ZoneFleet zone, Edgewise eco)
      throws IOException, InterruptedException {
    long before = starts(zone);
    CallOptions options = CallOptions.none().withDeadline(DEADLINE);
    List<Future<Outcome<Long>>> calls = new ArrayList<>();
    long begun = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLS; i++) {
        long token = i;
        calls.add(threads.submit(() -> call(eco, token, options)));
      }
    }
    long took = (System.nanoTime() - begun) / 1_000_000;
    int failed = 0;
    Set<String> nodes = new TreeSet<>();
    for (int i = 0; i < CALLS; i++) {
      Outcome<Long> outcome = outcome(calls.get(i));
      if (isRight(outcome, i)) {
        nodes.add(((Outcome.Completed<Long>) outcome).node().name());
      } else {
        failed++;
      }
    }
    return new Burst(failed, nodes, starts(zone) - before, took);
  }

  private static Outcome<Long> outcome(Future<Outcome<Long>> call) throws InterruptedException {
    try {
      return call.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a call is an outcome, whatever comes of it", e.getCause());
    }
  }
}

package dev.edgewise.lab.oip;

import static java.util.Objects.requireNonNull;

import dev.edgewise.bench.load.ClosedLoop;
import dev.edgewise.bench.report.Machine;
import dev.edgewise.bench.report.Mark;
import dev.edgewise.bench.report.Row;
import dev.edgewise.bench.report.TextTable;
import dev.edgewise.bench.stats.Bootstrap;
import dev.edgewise.bench.stats.Comparison;
import dev.edgewise.bench.stats.Interval;
import dev.edgewise.core.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * An agent, the real Triton and mosec over one ONNX model, called in turns: one caller alone, then
 * eight. The calls to us and to Triton are the same bytes through the same client; mosec speaks
 * HTTP only, and is shown beside them.
 */
public final class Race {
  private static final String OURS = "edgewise";
  private static final String TRITON = "triton";
  private static final int CALLERS = 8;
  private static final long SEED = 1;
  private static final int WARM_CALLS = 40_000;
  private static final Duration WARM_STEP = Duration.ofSeconds(2);

  private final Clock clock;
  private final Plan plan;
  private final Map<String, ClosedLoop.Call> systems;
  private final Map<String, List<ClosedLoop.Sample>> alone = new LinkedHashMap<>();
  private final Map<String, List<ClosedLoop.Sample>> eight = new LinkedHashMap<>();

  private Race(Clock clock, Plan plan, Map<String, ClosedLoop.Call> systems) {
    this.clock = clock;
    this.plan = plan;
    this.systems = systems;
  }

  /**
   * How long it is.
   *
   * @param warm the longest that eight callers call each system before it counts; they end when
   *     they have called often enough
   * @param rounds of all systems in turns
   * @param idle how long one caller calls, each time
   * @param load how long eight do
   */
  public record Plan(Duration warm, int rounds, Duration idle, Duration load) {}

  /**
   * What it showed.
   *
   * @param held whether ours is ahead of each Triton in both figures, beyond doubt
   * @param text tables
   */
  public record Report(boolean held, String text) {}

  /** Writes the folder of models that Triton and the agent serve. */
  public static void models(Path folder) throws IOException {
    RaceModel.write(new Repository(folder));
  }

  /**
   * Starts the others, and runs it.
   *
   * @param agent where the agent takes gRPC, with the same models
   */
  public static Report run(
      PythonEnvironment python, Path models, Path work, String agent, Plan plan)
      throws IOException, InterruptedException {
    Clock clock = Clock.system();
    Map<String, ClosedLoop.Call> systems = new LinkedHashMap<>();
    try (TritonServer triton = TritonServer.start(python, models, work);
        MosecServer mosec =
            MosecServer.start(python, RaceModel.file(models), RaceModel.WIDTH, work);
        RaceModel.Client ours = RaceModel.client(agent);
        RaceModel.Client theirs = RaceModel.client(triton.grpcAddress());
        RaceModel.HttpClient others = RaceModel.httpClient(mosec.httpAddress())) {
      systems.put(OURS, ours.call("together"));
      systems.put("triton, batching", theirs.call("together"));
      systems.put("triton, batching, 2 instances", theirs.call("twice"));
      systems.put("triton, no batching", theirs.call("single"));
      systems.put("mosec (HTTP)", others.call());
      Race race = new Race(clock, plan, systems);
      race.run();
      return race.report();
    }
  }

  private void run() throws IOException, InterruptedException {
    List<String> names = new ArrayList<>(systems.keySet());
    for (String name : names) {
      warm(call(name));
    }
    for (int round = 0; round < plan.rounds(); round++) {
      // Nobody is always the first, or always after the same neighbour.
      List<String> turned = new ArrayList<>(names);
      Collections.rotate(turned, round);
      for (String name : turned) {
        keep(alone, name, ClosedLoop.run(clock, call(name), 1, plan.idle()));
        keep(eight, name, ClosedLoop.run(clock, call(name), CALLERS, plan.load()));
      }
    }
  }

  /** JVMs compile while they are called, on a busy machine for a long time. */
  private void warm(ClosedLoop.Call call) throws IOException, InterruptedException {
    long until = clock.nanos() + plan.warm().toNanos();
    double calls = 0;
    while (calls < WARM_CALLS && clock.nanos() < until) {
      ClosedLoop.Sample some = ClosedLoop.run(clock, call, CALLERS, WARM_STEP);
      calls += some.perSecond() * WARM_STEP.toSeconds();
    }
  }

  private ClosedLoop.Call call(String name) {
    return requireNonNull(systems.get(name), name);
  }

  private static void keep(
      Map<String, List<ClosedLoop.Sample>> of, String name, ClosedLoop.Sample sample) {
    of.computeIfAbsent(name, _ -> new ArrayList<>()).add(sample);
  }

  private static double[] figures(
      Map<String, List<ClosedLoop.Sample>> of,
      String name,
      ToDoubleFunction<ClosedLoop.Sample> figure) {
    return of.getOrDefault(name, List.of()).stream().mapToDouble(figure).toArray();
  }

  private Report report() {
    List<Row> rows = new ArrayList<>();
    List<Row> verdicts = new ArrayList<>();
    boolean held = true;
    for (String name : systems.keySet()) {
      rows.add(
          Row.of(Mark.MEASURED)
              .with("system", name)
              .with("idle p50 ms", told(figures(alone, name, ClosedLoop.Sample::p50Millis)))
              .with("idle p99 ms", told(figures(alone, name, ClosedLoop.Sample::p99Millis)))
              .with("8 callers, calls/s", told(figures(eight, name, ClosedLoop.Sample::perSecond)))
              .with("p50 ms", told(figures(eight, name, ClosedLoop.Sample::p50Millis)))
              .with("p99 ms", told(figures(eight, name, ClosedLoop.Sample::p99Millis))));
      if (!name.equals(OURS)) {
        boolean idle =
            judge(verdicts, name, "idle p50 ms", alone, ClosedLoop.Sample::p50Millis, false);
        boolean load = judge(verdicts, name, "calls/s", eight, ClosedLoop.Sample::perSecond, true);
        held &= !name.startsWith(TRITON) || (idle && load);
      }
    }
    return new Report(
        held,
        "means of "
            + plan.rounds()
            + " rounds in turns, [95 %]:\n\n"
            + TextTable.of(rows, Set.of())
            + "\nours − theirs, by rounds:\n\n"
            + TextTable.of(verdicts, Set.of())
            + "\n"
            + Machine.here().facts());
  }

  /** Whether ours is ahead. */
  private static boolean judge(
      List<Row> verdicts,
      String name,
      String figure,
      Map<String, List<ClosedLoop.Sample>> of,
      ToDoubleFunction<ClosedLoop.Sample> value,
      boolean higherIsBetter) {
    Comparison comparison =
        Comparison.paired(
            figures(of, OURS, value), figures(of, name, value), 0, higherIsBetter, SEED);
    verdicts.add(
        Row.of(Mark.MEASURED)
            .with("against", name)
            .with("figure", figure)
            .with("difference", told(comparison.difference()))
            .with("verdict", comparison.verdict().name()));
    return comparison.verdict() == Comparison.Verdict.AHEAD;
  }

  private static String told(double[] values) {
    return told(Bootstrap.mean(values, SEED));
  }

  private static String told(Interval interval) {
    String form = Math.abs(interval.estimate()) < 100 ? "%.3f [%.3f, %.3f]" : "%.0f [%.0f, %.0f]";
    return String.format(Locale.ROOT, form, interval.estimate(), interval.low(), interval.high());
  }
}

package dev.edgewise.lab.serve;

import static java.util.Objects.requireNonNull;

import dev.edgewise.bench.load.Latencies;
import dev.edgewise.bench.load.LoadResult;
import dev.edgewise.bench.report.Mark;
import dev.edgewise.bench.report.Row;
import dev.edgewise.bench.stats.Bootstrap;
import dev.edgewise.bench.stats.Comparison;
import dev.edgewise.bench.stats.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What all rounds of one cell showed: equal indices of two systems had the same arrivals. */
final class Standing {
  /** From here on nearly all are on time, and how quick they are is what tells systems apart. */
  private static final double NEARLY_ALL = 99;

  /** What most servers do when no window is set; shown beside the best where it loses some. */
  static final String EAGER = "triton eager";

  private final Cell cell;
  private final Mark mark;
  private final boolean repeatable;
  private final Map<String, List<LoadResult>> rounds = new LinkedHashMap<>();

  /**
   * Nothing yet.
   *
   * @param repeatable whether the same seed gives the same figures on any machine
   */
  Standing(Cell cell, Mark mark, boolean repeatable) {
    this.cell = requireNonNull(cell, "cell");
    this.mark = requireNonNull(mark, "mark");
    this.repeatable = repeatable;
  }

  void add(String system, LoadResult result) {
    rounds.computeIfAbsent(system, name -> new ArrayList<>()).add(result);
  }

  /** A row for each system. */
  List<Row> rows(long seed) {
    List<Row> rows = new ArrayList<>();
    rounds.forEach(
        (system, results) -> {
          Latencies all = Latencies.together(results.stream().map(LoadResult::latency).toList());
          double[] onTime = values(system, LoadResult::onTimePercent);
          Interval interval = Bootstrap.mean(onTime, seed);
          rows.add(
              Row.of(mark)
                  .with("scenario", cell.scenario())
                  .with("load", cell.load())
                  .with("system", system)
                  .with("onTimePercent", interval.estimate())
                  .with("onTimeLow", interval.low())
                  .with("onTimeHigh", interval.high())
                  .with("p50Millis", all.millis(50))
                  .with("p99Millis", all.millis(99))
                  .with("throughput", mean(values(system, LoadResult::throughput)))
                  .with("refused", sum(results, LoadResult::refused))
                  .with("failed", sum(results, LoadResult::failed))
                  .with("unanswered", sum(results, LoadResult::unanswered))
                  .with("n", sum(results, LoadResult::calls))
                  .with("discarded", sum(results, LoadResult::discarded))
                  .with("rounds", results.size())
                  .with("histogram", all.encoded()));
        });
    return rows;
  }

  /**
   * Ours against the best of the others: by what is on time, and where nearly all is, by p50; and
   * against eager batching where that loses some.
   */
  List<Verdict> verdicts(long seed) {
    List<Verdict> verdicts = new ArrayList<>();
    if (!rounds.containsKey(Ours.NAME) || rounds.size() < 2) {
      return verdicts;
    }
    String best =
        best(
            system -> mean(values(system, LoadResult::onTimePercent)),
            rounds.keySet().stream().toList());
    verdicts.add(
        verdict("onTimePercent", best, LoadResult::onTimePercent, onTimeNoise(), true, seed));
    if (!best.equals(EAGER) && losesSome(EAGER)) {
      verdicts.add(
          verdict("onTimePercent", EAGER, LoadResult::onTimePercent, onTimeNoise(), true, seed));
    }
    List<String> quickEnough =
        rounds.keySet().stream()
            .filter(s -> mean(values(s, LoadResult::onTimePercent)) >= NEARLY_ALL)
            .toList();
    if (quickEnough.size() > 1 && quickEnough.contains(Ours.NAME)) {
      ToDoubleFunction<LoadResult> p50 = result -> result.latency().millis(50).orElse(0);
      String quickest = best(system -> -mean(values(system, p50)), quickEnough);
      double noise = latencyNoise(mean(values(quickest, p50)));
      verdicts.add(verdict("p50Millis", quickest, p50, noise, false, seed));
    }
    return verdicts;
  }

  /** Between 60 and 90 % on time: where it matters most which calls are run, and together. */
  private boolean losesSome(String system) {
    if (!rounds.containsKey(system)) {
      return false;
    }
    double onTime = mean(values(system, LoadResult::onTimePercent));
    return onTime >= 60 && onTime <= 90;
  }

  private Verdict verdict(
      String figure,
      String peer,
      ToDoubleFunction<LoadResult> of,
      double noise,
      boolean higherIsBetter,
      long seed) {
    double[] ours = values(Ours.NAME, of);
    double[] theirs = values(peer, of);
    Comparison comparison = Comparison.paired(ours, theirs, noise, higherIsBetter, seed);
    return new Verdict(
        comparison.verdict(),
        repeatable,
        Row.of(mark)
            .with("scenario", cell.scenario())
            .with("load", cell.load())
            .with("figure", figure)
            .with("edgewise", mean(ours))
            .with("peer", peer)
            .with("theirs", mean(theirs))
            .with("difference", comparison.difference().estimate())
            .with("low", comparison.difference().low())
            .with("high", comparison.difference().high())
            .with("noise", noise)
            .with("winner", winner(comparison.verdict(), peer))
            .with("verdict", comparison.verdict().name()));
  }

  private static String winner(Comparison.Verdict verdict, String peer) {
    return switch (verdict) {
      case AHEAD -> Ours.NAME;
      case BEHIND -> peer;
      case NO_MEASURABLE_DIFFERENCE -> "both";
    };
  }

  private static String best(ToDoubleFunction<String> figure, List<String> systems) {
    return systems.stream()
        .filter(system -> !system.equals(Ours.NAME))
        .max(Comparator.comparingDouble(figure))
        .orElseThrow();
  }

  /** Half a point is what two seeds of the reference's simulation differ by. */
  private double onTimeNoise() {
    return mark == Mark.EMULATED ? 0.5 : 1;
  }

  /** In milliseconds. */
  private double latencyNoise(double theirs) {
    return mark == Mark.EMULATED ? Math.max(0.1, 0.02 * theirs) : Math.max(0.05, 0.1 * theirs);
  }

  private double[] values(String system, ToDoubleFunction<LoadResult> figure) {
    return requireNonNull(rounds.get(system), system).stream().mapToDouble(figure).toArray();
  }

  private static long sum(List<LoadResult> results, ToDoubleFunction<LoadResult> figure) {
    return Math.round(results.stream().mapToDouble(figure).sum());
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return values.length == 0 ? 0 : sum / values.length;
  }

  /**
   * A comparison and how it is shown.
   *
   * @param verdict what may be said
   * @param repeatable whether it is the same each time, however busy the machine is
   * @param row for the report
   */
  record Verdict(Comparison.Verdict verdict, boolean repeatable, Row row) {}
}

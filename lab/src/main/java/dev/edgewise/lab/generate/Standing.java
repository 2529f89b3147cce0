package dev.edgewise.lab.generate;

import dev.edgewise.bench.report.Mark;
import dev.edgewise.bench.report.Row;
import dev.edgewise.bench.stats.Bootstrap;
import dev.edgewise.bench.stats.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the rounds showed. Pure. */
final class Standing {
  /** What ours is to reach of the binding at one stream. */
  static final double WANTED = 0.95;

  /** What four streams together are to reach of one, where an engine batches. */
  static final double WANTED_TOGETHER = 1.5;

  private record Cell(String system, int streams) {}

  private final long seed;
  private final Map<Cell, List<Run>> rounds = new LinkedHashMap<>();

  Standing(long seed) {
    this.seed = seed;
  }

  void add(String system, int streams, Run run) {
    rounds.computeIfAbsent(new Cell(system, streams), cell -> new ArrayList<>()).add(run);
  }

  /** A row for each system and number of streams. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rounds.forEach(
        (cell, runs) -> {
          Interval rate = Bootstrap.median(rates(cell), seed);
          double[] firsts = runs.stream().flatMapToDouble(Standing::firsts).toArray();
          Interval first = Bootstrap.median(firsts, seed);
          rows.add(
              Row.of(Mark.MEASURED)
                  .with("system", cell.system())
                  .with("streams", (long) cell.streams())
                  .with("tokensPerSecond", rate.estimate())
                  .with("tokensPerSecondCi95", rate.low(), rate.high())
                  .with("ttftMillis", first.estimate())
                  .with("ttftMillisCi95", first.low(), first.high())
                  .with("tokens", tokens(runs))
                  .with("rounds", (long) runs.size()));
        });
    return rows;
  }

  private static java.util.stream.DoubleStream firsts(Run run) {
    return java.util.Arrays.stream(run.firstMillis());
  }

  private static long tokens(List<Run> runs) {
    return runs.stream().flatMap(run -> run.streams().stream()).mapToLong(Run.Stream::tokens).sum();
  }

  private double[] rates(Cell cell) {
    return rounds.getOrDefault(cell, List.of()).stream()
        .mapToDouble(Run::tokensPerSecond)
        .toArray();
  }

  /** What may be said. */
  enum Verdict {
    /** The estimate reaches what is wanted. */
    MET,
    /** The estimate does not, and the interval might. */
    UNCLEAR,
    /** The whole interval lies below. */
    NOT_MET,
    /** Nothing is wanted there: it is told for what it is. */
    TOLD
  }

  /** Ours against the binding at one stream. */
  Verdict verdict() {
    return verdict(ratio(1), WANTED);
  }

  private static Verdict verdict(Interval ratio, double wanted) {
    if (ratio.estimate() >= wanted) {
      return Verdict.MET;
    }
    return ratio.high() < wanted ? Verdict.NOT_MET : Verdict.UNCLEAR;
  }

  /** Of the rates of rounds that followed each other. */
  private Interval ratio(int streams) {
    return ratio(
        rates(new Cell(Agent.NAME, streams)), rates(new Cell(BindingProcesses.NAME, streams)));
  }

  private Interval ratio(double[] ours, double[] theirs) {
    double[] ratios = new double[Math.min(ours.length, theirs.length)];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = ours[i] / theirs[i];
    }
    return Bootstrap.median(ratios, seed);
  }

  /** Comparisons; each begins with what is compared. */
  List<Row> verdicts() {
    List<Row> rows = new ArrayList<>();
    rows.add(row("edgewise / binding, 1 stream", ratio(1), WANTED, verdict(), ""));
    rows.add(row("edgewise / binding, 4 streams", ratio(4), 0, Verdict.TOLD, ""));
    for (String system : List.of(Agent.NAME, BindingProcesses.NAME)) {
      Interval together = ratio(rates(new Cell(system, 4)), rates(new Cell(system, 1)));
      boolean batches = system.equals(BindingProcesses.NAME);
      rows.add(
          row(
              system + ", 4 streams / 1 stream",
              together,
              batches ? WANTED_TOGETHER : 0,
              batches ? verdict(together, WANTED_TOGETHER) : Verdict.TOLD,
              batches
                  ? "llama.cpp batches its slots"
                  : "does not batch: a context for each text, tokens by turns"));
    }
    return rows;
  }

  private static Row row(
      String figure, Interval ratio, double wanted, Verdict verdict, String note) {
    return Row.of(Mark.MEASURED)
        .with("figure", figure)
        .with("ratio", ratio.estimate())
        .with("ratioCi95", ratio.low(), ratio.high())
        .with("wanted", wanted)
        .with("verdict", verdict.name())
        .with("note", note);
  }
}

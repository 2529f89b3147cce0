package dev.edgewise.lab.generate;

import dev.edgewise.bench.report.Mark;
import dev.edgewise.bench.report.Row;
import dev.edgewise.bench.stats.Bar;
import dev.edgewise.bench.stats.Bootstrap;
import dev.edgewise.bench.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** What the rounds showed. Pure. */
final class Standing {
  /** What ours is to reach of the binding at one stream. */
  private static final Bar WANTED = Bar.atLeast(0.95);

  /** What four streams together are to reach of one, where an engine batches. */
  private static final Bar WANTED_TOGETHER = Bar.atLeast(1.5);

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

  private static DoubleStream firsts(Run run) {
    return Arrays.stream(run.firstMillis());
  }

  private static long tokens(List<Run> runs) {
    return runs.stream().flatMap(run -> run.streams().stream()).mapToLong(Run.Stream::tokens).sum();
  }

  private double[] rates(Cell cell) {
    return rounds.getOrDefault(cell, List.of()).stream()
        .mapToDouble(Run::tokensPerSecond)
        .toArray();
  }

  /** Ours against the binding at one stream. */
  Bar.Verdict verdict() {
    return WANTED.verdict(againstBinding(1));
  }

  /** Of the rates of rounds that followed each other. */
  private Interval againstBinding(int streams) {
    return Bootstrap.ratio(
        rates(new Cell(Agent.NAME, streams)),
        rates(new Cell(BindingProcesses.NAME, streams)),
        seed);
  }

  private Interval together(String system) {
    return Bootstrap.ratio(rates(new Cell(system, 4)), rates(new Cell(system, 1)), seed);
  }

  /** Comparisons; each begins with what is compared. */
  List<Row> verdicts() {
    return List.of(
        held("edgewise / binding, 1 stream", againstBinding(1), WANTED, ""),
        told("edgewise / binding, 4 streams", againstBinding(4), ""),
        told(
            "edgewise, 4 streams / 1 stream",
            together(Agent.NAME),
            "does not batch: a context for each text, tokens by turns"),
        held(
            "binding, 4 streams / 1 stream",
            together(BindingProcesses.NAME),
            WANTED_TOGETHER,
            "llama.cpp batches its slots"));
  }

  private static Row held(String figure, Interval ratio, Bar bar, String note) {
    return row(figure, ratio, bar.wanted(), bar.verdict(ratio).name(), note);
  }

  /** Nothing is wanted there: it is told for what it is. */
  private static Row told(String figure, Interval ratio, String note) {
    return row(figure, ratio, 0, "TOLD", note);
  }

  private static Row row(
      String figure, Interval ratio, double wanted, String verdict, String note) {
    return Row.of(Mark.MEASURED)
        .with("figure", figure)
        .with("ratio", ratio.estimate())
        .with("ratioCi95", ratio.low(), ratio.high())
        .with("wanted", wanted)
        .with("verdict", verdict)
        .with("note", note);
  }
}

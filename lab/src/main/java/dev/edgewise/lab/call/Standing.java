package dev.edgewise.lab.call;

import dev.edgewise.bench.report.Mark;
import dev.edgewise.bench.report.Row;
import dev.edgewise.bench.stats.Bar;
import dev.edgewise.bench.stats.Bootstrap;
import dev.edgewise.bench.stats.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** What the rounds showed. Pure. */
final class Standing {
  private static final Bar THROUGHPUT = Bar.atLeast(0.90);
  private static final Bar P50 = Bar.atMost(1.15);

  /** Protobuf's Java reads and writes numbers one by one, ours as a block. */
  private static final Bar P50_OF_FLOATS = Bar.atMost(0.6);

  private record Of(Cell cell, String system) {}

  private final long seed;
  private final Map<Of, List<Round>> rounds = new LinkedHashMap<>();

  Standing(long seed) {
    this.seed = seed;
  }

  void add(Cell cell, String system, Round round) {
    rounds.computeIfAbsent(new Of(cell, system), of -> new ArrayList<>()).add(round);
  }

  /** A row for each cell: a system as a share of grpc-java, and what the shares are of. */
  List<Row> ratios(String system) {
    List<Row> rows = new ArrayList<>();
    for (Cell cell : Cell.all()) {
      List<Round> ours = rounds(cell, system);
      List<Round> theirs = rounds(cell, Contender.BARE);
      if (!ours.isEmpty()) {
        Interval throughput = ratio(ours, theirs, Round::perSecond);
        Interval p50 = ratio(ours, theirs, Round::p50Millis);
        rows.add(
            Row.of(Mark.MEASURED)
                .with("payload", cell.payload().kind())
                .with("payloadBytes", (long) cell.payload().size())
                .with("concurrency", (long) cell.callers())
                .with("throughputRatio", throughput.estimate())
                .with("throughputRatioCi95", throughput.low(), throughput.high())
                .with("p50Ratio", p50.estimate())
                .with("p50RatioCi95", p50.low(), p50.high())
                .with("p99Ratio", p99(ours, theirs))
                .with("cpuRatio", ratio(ours, theirs, Round::cpuMicros).estimate())
                .with("allocRatio", ratio(ours, theirs, Round::allocatedBytes).estimate()));
      }
    }
    return rows;
  }

  /** What the ratios are of: a row for each cell and system. */
  List<Row> figures() {
    List<Row> rows = new ArrayList<>();
    rounds.forEach(
        (of, all) ->
            rows.add(
                Row.of(Mark.MEASURED)
                    .with("payloadBytes", (long) of.cell().payload().size())
                    .with("concurrency", (long) of.cell().callers())
                    .with("system", of.system())
                    .with("callsPerSecond", middle(all, Round::perSecond))
                    .with("p50Micros", middle(all, round -> round.p50Millis() * 1e3))
                    .with("cpuMicros", middle(all, Round::cpuMicros))
                    .with("allocatedBytes", Math.round(middle(all, Round::allocatedBytes)))
                    .with("rounds", (long) all.size())));
    return rows;
  }

  private OptionalDouble p99(List<Round> ours, List<Round> theirs) {
    boolean told =
        ours.stream().allMatch(round -> round.p99Millis().isPresent())
            && theirs.stream().allMatch(round -> round.p99Millis().isPresent());
    return told
        ? OptionalDouble.of(
            ratio(ours, theirs, round -> round.p99Millis().orElseThrow()).estimate())
        : OptionalDouble.empty();
  }

  private List<Round> rounds(Cell cell, String system) {
    return rounds.getOrDefault(new Of(cell, system), List.of());
  }

  private Interval ratio(List<Round> ours, List<Round> theirs, ToDoubleFunction<Round> figure) {
    return Bootstrap.ratio(values(ours, figure), values(theirs, figure), seed);
  }

  private static double middle(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return Bootstrap.middle(values(rounds, figure));
  }

  private static double[] values(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return rounds.stream().mapToDouble(figure).toArray();
  }

  /** A figure of a cell, and what is wanted of it. */
  private record Held(String figure, Interval ratio, Bar bar) {
    Row row() {
      return Row.of(Mark.MEASURED)
          .with("figure", figure)
          .with("ratio", ratio.estimate())
          .with("ratioCi95", ratio.low(), ratio.high())
          .with("wanted", bar.toString())
          .with("verdict", bar.verdict(ratio).name());
    }
  }

  private List<Held> held() {
    List<Held> all = new ArrayList<>();
    for (Cell cell : Cell.all()) {
      List<Round> ours = rounds(cell, Contender.EDGEWISE);
      List<Round> theirs = rounds(cell, Contender.BARE);
      if (ours.isEmpty()) {
        continue;
      }
      boolean floats = cell.payload() == Payload.FLOATS;
      if (!floats) {
        all.add(new Held("throughput, " + cell, ratio(ours, theirs, Round::perSecond), THROUGHPUT));
      }
      all.add(
          new Held(
              "p50, " + cell, ratio(ours, theirs, Round::p50Millis), floats ? P50_OF_FLOATS : P50));
    }
    return all;
  }

  /** Each figure of which something is wanted. */
  List<Row> verdicts() {
    return held().stream().map(Held::row).toList();
  }

  /** Whether one of them is surely missed. */
  boolean missed() {
    return held().stream()
        .anyMatch(held -> held.bar().verdict(held.ratio()) == Bar.Verdict.NOT_MET);
  }
}

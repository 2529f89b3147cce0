package dev.edgewise.lab.generation;

import dev.edgewise.bench.report.Machine;
import dev.edgewise.bench.report.Mark;
import dev.edgewise.bench.report.Report;
import dev.edgewise.bench.report.Row;
import dev.edgewise.bench.report.Table;
import dev.edgewise.bench.report.TextTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that the streams of one kind showed.
 *
 * @param kind of generation
 * @param rounds that were to be played
 * @param survivals one for each stream of each round that was played
 * @param problem why the campaign could not go on, when it could not
 * @param skipped why this machine cannot play it, when it cannot
 */
public record Killings(
    Kind kind,
    int rounds,
    List<Survival> survivals,
    Optional<String> problem,
    Optional<String> skipped) {
  private static final String SCHEMA = "edgewise.lab.generation-kill/1";

  public Killings {
    survivals = List.copyOf(survivals);
  }

  /** Whether every stream of every round went on as it has to. */
  public boolean held() {
    return skipped.isPresent()
        || (problem.isEmpty()
            && survivals.size() == 2 * rounds
            && survivals.stream().allMatch(Survival::held));
  }

  /** The document. */
  public static String json(List<Killings> all, String command, Instant at) {
    List<Row> rows = new ArrayList<>();
    List<Row> verdicts = new ArrayList<>();
    for (Killings one : all) {
      one.survivals.forEach(survival -> rows.add(survival.row().with("kind", one.kind.word())));
      verdicts.add(one.verdict());
    }
    List<Table> tables = List.of(new Table("rows", "", rows), new Table("verdicts", "", verdicts));
    return new Report(SCHEMA, command, at, Machine.here(), Map.of(), tables, "").json();
  }

  private Row verdict() {
    return Row.of(Mark.MEASURED)
        .with("kind", kind.word())
        .with("rounds", rounds)
        .with("streams", survivals.size())
        .with("held", survivals.stream().filter(Survival::held).count())
        .with("worstGapMillis", worst())
        .with("medianGapMillis", median())
        .with("verdict", skipped.map(why -> "skipped: " + why).orElse(held() ? "held" : words()));
  }

  private String words() {
    return "NOT HELD" + problem.map(why -> ": " + why).orElse("");
  }

  private long worst() {
    return survivals.stream().mapToLong(Survival::gapMillis).max().orElse(0);
  }

  private long median() {
    List<Long> gaps = survivals.stream().map(Survival::gapMillis).sorted().toList();
    return gaps.isEmpty() ? 0 : gaps.get(gaps.size() / 2);
  }

  /** For people. */
  public String text() {
    if (skipped.isPresent()) {
      return "generation-kill " + kind.word() + ": skipped: " + skipped.get() + "\n";
    }
    return "generation-kill "
        + kind.word()
        + ": "
        + kind.about()
        + "\n"
        + TextTable.of(survivals.stream().map(Survival::row).toList(), Set.of())
        + survivals.stream().filter(Survival::held).count()
        + " of "
        + 2 * rounds
        + " streams held; gap between chunks around a loss: median "
        + median()
        + " ms, worst "
        + worst()
        + " ms: "
        + (held() ? "held" : words())
        + "\n";
  }
}

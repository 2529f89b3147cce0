package dev.edgewise.lab.cache;

import dev.edgewise.bench.command.Arguments;
import dev.edgewise.bench.command.Bench;
import dev.edgewise.bench.command.Found;
import dev.edgewise.bench.report.Row;
import dev.edgewise.bench.report.Table;
import dev.edgewise.core.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Main of {@code edgewise bench cache}, which starts it as a process. */
public final class BenchCache {
  private static final String WORDS =
      """
      falseHitRate is the share of hits, exact ones included, whose answer was wrong, with its 95 % \
      interval;
      hitRate never says anything without it.\
      """;

  private BenchCache() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Bench.main("cache", Options.HELP, arguments, BenchCache::run);
  }

  private static Found run(Arguments arguments, Consumer<String> progress)
      throws Arguments.Wrong, InterruptedException {
    Options options = Options.parse(arguments);
    List<Row> rows = new ArrayList<>();
    try (Contest contest = Contest.open(options, Clock.system(), progress)) {
      for (Contest.Mode mode : Contest.Mode.values()) {
        rows.add(contest.run(mode));
      }
    }
    return new Found(
        Map.of(
            "seed", Long.toString(options.seed()),
            "calls", Integer.toString(options.calls()),
            "callers", Integer.toString(options.callers()),
            "bodyMillis", Integer.toString(options.bodyMillis())),
        List.of(new Table("rows", "", rows, Set.of("why")), new Table("verdicts", "", List.of())),
        WORDS,
        false);
  }
}

package dev.edgewise.lab.cache;

import dev.edgewise.bench.report.Machine;
import dev.edgewise.bench.report.Report;
import dev.edgewise.bench.report.Row;
import dev.edgewise.bench.report.TextTable;
import dev.edgewise.core.Clock;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Main of {@code edgewise bench cache}, which starts it as a process. */
public final class BenchCache {
  static final String SCHEMA = "edgewise.bench.cache/1";

  private BenchCache() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (Arrays.asList(arguments).contains("--help")) {
      System.out.print(Options.HELP);
      return;
    }
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (Options.Wrong e) {
      System.err.println(
          "EW9001 " + e.getMessage() + ". 'edgewise bench cache --help' shows what it takes");
      System.exit(2);
      return;
    }
    Clock clock = Clock.system();
    Instant at = clock.now();
    List<Row> rows = new ArrayList<>();
    try (Contest contest =
        Contest.open(options, clock, line -> System.err.println("edgewise: " + line))) {
      for (Contest.Mode mode : Contest.Mode.values()) {
        rows.add(contest.run(mode));
      }
    }
    Report report =
        new Report(
            SCHEMA,
            ("edgewise bench cache " + String.join(" ", arguments)).strip(),
            at,
            Machine.here(),
            Map.of(
                "seed", Long.toString(options.seed()),
                "calls", Integer.toString(options.calls()),
                "callers", Integer.toString(options.callers()),
                "bodyMillis", Integer.toString(options.bodyMillis())),
            rows,
            List.of());
    System.out.print(options.json() ? report.json() + "\n" : table(report));
    System.exit(0);
  }

  private static String table(Report report) {
    return TextTable.of(report.rows(), Set.of("why"))
        + "\n"
        + "falseHitRate is the share of hits, exact ones included, whose answer was wrong, with its"
        + " 95 % interval;\n"
        + "hitRate never says anything without it.\n\n"
        + report.command()
        + ", "
        + report.at()
        + ", "
        + report.machine().facts()
        + "\n";
  }
}

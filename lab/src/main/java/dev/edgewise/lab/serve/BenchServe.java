package dev.edgewise.lab.serve;

import dev.edgewise.bench.report.Machine;
import dev.edgewise.bench.report.Report;
import dev.edgewise.bench.report.Row;
import dev.edgewise.bench.report.TextTable;
import dev.edgewise.bench.stats.Comparison;
import dev.edgewise.core.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Main of {@code edgewise bench serve}, which starts it as a process. */
public final class BenchServe {
  static final String SCHEMA = "edgewise.bench.serve/1";

  private static final Set<String> NOT_IN_THE_TABLE =
      Set.of("histogram", "discarded", "rounds", "unanswered", "onTimeLow", "onTimeHigh");

  private BenchServe() {}

  /** See the class. */
  public static void main(String[] arguments) {
    if (Arrays.asList(arguments).contains("--help")) {
      System.out.print(Options.HELP);
      return;
    }
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (Options.Wrong e) {
      System.err.println(
          "EW9001 " + e.getMessage() + ". 'edgewise bench serve --help' shows what it takes");
      System.exit(2);
      return;
    }
    Clock clock = Clock.system();
    Instant at = clock.now();
    Machine machine = Machine.here();
    Race race = new Race(options, clock, line -> System.err.println("edgewise: " + line));
    race.run();
    if (race.rows().isEmpty()) {
      System.err.println(
          "EW9001 no scenario has a name like that. 'edgewise bench serve --help' lists them");
      System.exit(2);
      return;
    }
    Report report =
        new Report(
            SCHEMA,
            "edgewise bench serve " + String.join(" ", arguments),
            at,
            machine,
            Map.of("seed", Long.toString(options.seed())),
            race.rows(),
            race.verdicts().stream().map(Standing.Verdict::row).toList());
    System.out.print(options.json() ? report.json() + "\n" : table(report));
    System.exit(behind(race.verdicts(), options.quick()) ? 1 : 0);
  }

  /** Whether the exit code has to say that ours lost. */
  static boolean behind(List<Standing.Verdict> verdicts, boolean quick) {
    // A few short pairs on a busy machine tell too little of real time to fail a build.
    return verdicts.stream()
        .filter(verdict -> !quick || verdict.repeatable())
        .anyMatch(verdict -> verdict.verdict() == Comparison.Verdict.BEHIND);
  }

  private static String table(Report report) {
    List<Row> verdicts = report.verdicts();
    return TextTable.of(report.rows(), NOT_IN_THE_TABLE)
        + "\nOurs against the best of the others, by pairs:\n\n"
        + TextTable.of(verdicts, Set.of("noise"))
        + "\n"
        + report.command()
        + ", "
        + report.at()
        + ", "
        + report.machine().facts()
        + "\n";
  }
}

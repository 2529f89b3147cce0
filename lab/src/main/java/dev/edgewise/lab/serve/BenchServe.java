package dev.edgewise.lab.serve;

import dev.edgewise.bench.command.Arguments;
import dev.edgewise.bench.command.Bench;
import dev.edgewise.bench.command.Found;
import dev.edgewise.bench.report.Table;
import dev.edgewise.bench.stats.Comparison;
import dev.edgewise.core.Clock;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Main of {@code edgewise bench serve}, which starts it as a process. */
public final class BenchServe {
  private static final Set<String> NOT_FOR_PEOPLE =
      Set.of("histogram", "discarded", "rounds", "unanswered", "onTimeLow", "onTimeHigh");

  private BenchServe() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Bench.main("serve", Options.HELP, arguments, BenchServe::run);
  }

  private static Found run(Arguments arguments, Consumer<String> progress) throws Arguments.Wrong {
    Options options = Options.parse(arguments);
    Race race = new Race(options, Clock.system(), progress);
    race.run();
    if (race.rows().isEmpty()) {
      throw new Arguments.Wrong("no scenario has a name like that");
    }
    return new Found(
        Map.of("seed", Long.toString(options.seed())),
        List.of(
            new Table("rows", "", race.rows(), NOT_FOR_PEOPLE),
            new Table(
                "verdicts",
                "Ours against the best of the others, by pairs:",
                race.verdicts().stream().map(Standing.Verdict::row).toList(),
                Set.of("noise"))),
        "",
        behind(race.verdicts(), options.quick()));
  }

  /** Whether the exit code has to say that ours lost. */
  static boolean behind(List<Standing.Verdict> verdicts, boolean quick) {
    // A few short pairs on a busy machine tell too little of real time to fail a build.
    return verdicts.stream()
        .filter(verdict -> !quick || verdict.repeatable())
        .anyMatch(verdict -> verdict.verdict() == Comparison.Verdict.BEHIND);
  }
}

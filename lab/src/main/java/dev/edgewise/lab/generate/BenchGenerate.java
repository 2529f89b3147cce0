package dev.edgewise.lab.generate;

import dev.edgewise.bench.report.Machine;
import dev.edgewise.bench.report.Report;
import dev.edgewise.bench.report.TextTable;
import dev.edgewise.core.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Main of {@code edgewise bench generate}, which starts it as a process. */
public final class BenchGenerate {
  static final String SCHEMA = "edgewise.bench.generate/1";

  /** The command line says here what 'edgewise model pull' has brought. */
  private static final String PULLED = "edgewise.text.model";

  private static final List<Integer> STREAMS = List.of(1, 4);

  private BenchGenerate() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (Arrays.asList(arguments).contains("--help")) {
      System.out.print(Options.HELP);
      return;
    }
    Options options;
    Path model;
    try {
      options = Options.parse(arguments, Runtime.getRuntime().availableProcessors());
      model =
          options.file(
              System.getenv(), Optional.ofNullable(System.getProperty(PULLED)).map(Path::of));
    } catch (Options.Wrong e) {
      System.err.println(
          "EW9001 " + e.getMessage() + ". 'edgewise bench generate --help' shows what it takes");
      System.exit(2);
      return;
    }
    Clock clock = Clock.system();
    Instant at = clock.now();
    Machine machine = Machine.here();
    Path dist = Path.of(System.getProperty("edgewise.dist", "dist")).toAbsolutePath();
    Path folder = Files.createTempDirectory("edgewise-bench-");
    Standing standing = new Standing(options.seed());
    try (Agent ours = Agent.start(dist, model, options.threads(), folder);
        BindingProcesses binding = new BindingProcesses(model, options.threads(), folder)) {
      race(
          options,
          List.of(ours, binding),
          standing,
          line -> System.err.println("edgewise: " + line));
    }
    Report report =
        new Report(
            SCHEMA,
            ("edgewise bench generate " + String.join(" ", arguments)).strip(),
            at,
            machine,
            Map.of(
                "seed", Long.toString(options.seed()),
                "model", model.getFileName().toString(),
                "threads", Integer.toString(options.threads()),
                "tokensAsked", Integer.toString(options.tokens())),
            standing.rows(),
            standing.verdicts());
    System.out.print(options.json() ? report.json() + "\n" : table(report));
    System.exit(standing.verdict() == Standing.Verdict.NOT_MET ? 1 : 0);
  }

  /** All contenders by turns, the first round for nothing: nobody is measured while it warms up. */
  static void race(
      Options options, List<Contender> contenders, Standing standing, Consumer<String> progress)
      throws IOException, InterruptedException {
    progress.accept("loading the model into each process, and a round to warm up");
    for (int round = 0; round <= options.rounds(); round++) {
      List<Contender> turned = new ArrayList<>(contenders);
      Collections.rotate(turned, round);
      for (int streams : STREAMS) {
        for (Contender contender : turned) {
          Run run = contender.run(Prompts.of(options.seed(), round, streams), options.tokens());
          if (round > 0) {
            standing.add(contender.name(), streams, run);
          }
        }
      }
      progress.accept(
          "round " + round + " of " + options.rounds() + (round == 0 ? ", warm-up" : ""));
    }
  }

  private static String table(Report report) {
    return TextTable.of(report.rows(), Set.of())
        + "\nBy rounds that followed each other:\n\n"
        + TextTable.of(report.verdicts(), Set.of())
        + "\n"
        + report.command()
        + ", "
        + report.at()
        + ", "
        + report.machine().facts()
        + "\n";
  }
}

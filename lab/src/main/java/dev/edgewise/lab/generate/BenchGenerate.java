package dev.edgewise.lab.generate;

import dev.edgewise.bench.command.Arguments;
import dev.edgewise.bench.command.Bench;
import dev.edgewise.bench.command.Found;
import dev.edgewise.bench.report.Table;
import dev.edgewise.bench.stats.Bar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Main of {@code edgewise bench generate}, which starts it as a process. */
public final class BenchGenerate {
  /** The command line says here what 'edgewise model pull' has brought. */
  private static final String PULLED = "edgewise.text.model";

  private static final List<Integer> STREAMS = List.of(1, 4);

  private BenchGenerate() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Bench.main("generate", Options.HELP, arguments, BenchGenerate::run);
  }

  private static Found run(Arguments arguments, Consumer<String> progress)
      throws Arguments.Wrong, IOException, InterruptedException {
    Options options = Options.parse(arguments, Runtime.getRuntime().availableProcessors());
    Path model =
        options.file(
            System.getenv(), Optional.ofNullable(System.getProperty(PULLED)).map(Path::of));
    Path dist = Path.of(System.getProperty("edgewise.dist", "dist")).toAbsolutePath();
    Path folder = Files.createTempDirectory("edgewise-bench-");
    Standing standing = new Standing(options.seed());
    try (Agent ours = Agent.start(dist, model, options.threads(), folder);
        BindingProcesses binding = new BindingProcesses(model, options.threads(), folder)) {
      race(options, List.of(ours, binding), standing, progress);
    }
    return new Found(
        Map.of(
            "seed", Long.toString(options.seed()),
            "model", model.getFileName().toString(),
            "threads", Integer.toString(options.threads()),
            "tokensAsked", Integer.toString(options.tokens())),
        List.of(
            new Table("rows", "", standing.rows()),
            new Table("verdicts", "By rounds that followed each other:", standing.verdicts())),
        "",
        standing.verdict() == Bar.Verdict.NOT_MET);
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
}

package dev.edgewise.lab.call;

import dev.edgewise.bench.command.Arguments;
import dev.edgewise.bench.command.Bench;
import dev.edgewise.bench.command.Found;
import dev.edgewise.bench.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Main of {@code edgewise bench call}, which starts it as a process. */
public final class BenchCall {
  private static final int WARM_MILLIS = 500;

  private BenchCall() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Bench.main("call", Options.HELP, arguments, BenchCall::run);
  }

  private static Found run(Arguments arguments, Consumer<String> progress)
      throws Arguments.Wrong, IOException {
    Options options = Options.parse(arguments);
    Path dist = Path.of(System.getProperty("edgewise.dist", "dist")).toAbsolutePath();
    Path folder = Files.createTempDirectory("edgewise-bench-");
    Standing standing = new Standing(options.seed());
    try (Contender edgewise = Contender.edgewise(dist, folder);
        Contender bare = Contender.bare(folder);
        Contender local = Contender.local(folder)) {
      race(options, List.of(edgewise, bare, local), standing, progress);
    }
    return new Found(
        Map.of(
            "seed", Long.toString(options.seed()),
            "rounds", Integer.toString(options.rounds()),
            "roundMillis", Integer.toString(options.millis())),
        List.of(
            new Table("results", "edgewise / grpc-java:", standing.ratios(Contender.EDGEWISE)),
            new Table("inOneJvm", "in one JVM / grpc-java:", standing.ratios(Contender.LOCAL)),
            new Table("figures", "What these are of:", standing.figures()),
            new Table("verdicts", "By rounds that followed each other:", standing.verdicts())),
        "",
        !options.quick() && standing.missed());
  }

  /** Cell after cell, all contenders by turns; who begins changes with each round. */
  private static void race(
      Options options, List<Contender> contenders, Standing standing, Consumer<String> progress)
      throws IOException {
    // What all cells have in common, or the first one would be paid for by who has more code.
    for (Contender contender : contenders) {
      warm(options, contender, new Cell(Payload.SMALL, 64), 3 * Payload.SMALL.warmCalls());
    }
    for (Cell cell : Cell.all().stream().filter(options::wants).toList()) {
      progress.accept(cell + ": warming up, then " + options.rounds() + " rounds");
      for (Contender contender : contenders) {
        warm(options, contender, cell, cell.payload().warmCalls());
      }
      for (int round = 0; round < options.rounds(); round++) {
        List<Contender> turned = new ArrayList<>(contenders);
        Collections.rotate(turned, round);
        for (Contender contender : turned) {
          standing.add(cell, contender.name(), contender.round(cell, options.millis()));
        }
      }
    }
  }

  /** JVMs compile while they are called, on a busy machine for a long time. */
  private static void warm(Options options, Contender contender, Cell cell, int enough)
      throws IOException {
    long calls = 0;
    for (int step = 0; step < options.warmSteps() && calls < enough; step++) {
      calls += contender.round(cell, WARM_MILLIS).sample().calls();
    }
  }
}

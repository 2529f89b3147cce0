package dev.edgewise.cli;

import dev.edgewise.cli.model.ModelCommand;
import dev.edgewise.cli.shell.Dist;
import dev.edgewise.cli.shell.Foreground;
import dev.edgewise.cli.shell.JavaCommand;
import dev.edgewise.cli.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "bench",
    description = {
      "Races Edgewise against others on this machine.",
      "",
      "Each row of a result says whether it was MEASURED or EMULATED."
    },
    footer = {
      "",
      "Example:",
      "  edgewise bench call --quick           a call, against bare grpc-java",
      "  edgewise bench serve --quick          batching, in under a minute",
      "  edgewise bench serve -o json          the whole, for a machine to read",
      "  edgewise bench serve --help           scenarios and options",
      "  edgewise bench cache --quick          what the cache saves and gets wrong",
      "  edgewise bench generate --quick       texts, against the library called directly"
    })
final class BenchCommand {
  private static final List<Race> RACES =
      List.of(
          new Race(
              "call",
              "dev.edgewise.lab.call.BenchCall",
              "Makes calls by Edgewise and by bare grpc-java.",
              shell -> List.of()),
          new Race(
              "serve",
              "dev.edgewise.lab.serve.BenchServe",
              "Races the batching of models against the rules of other model servers.",
              shell -> List.of()),
          new Race(
              "cache",
              "dev.edgewise.lab.cache.BenchCache",
              "Replays questions without a cache, with exact and with semantic hits.",
              shell -> List.of()),
          new Race(
              "generate",
              "dev.edgewise.lab.generate.BenchGenerate",
              "Generates texts on an agent and with llama.cpp's binding called directly.",
              BenchCommand::pulledModel));

  private BenchCommand() {}

  /** The command with all its races. */
  static CommandLine of(Shell shell) {
    CommandLine bench = new CommandLine(new BenchCommand());
    RACES.forEach(race -> bench.addSubcommand(race.command(shell)));
    bench
        .getCommandSpec()
        .usageMessage()
        .synopsisSubcommandLabel(RACES.stream().map(Race::name).collect(Collectors.joining("|")));
    return bench;
  }

  private static List<String> pulledModel(Shell shell) {
    return ModelCommand.firstText(ModelCommand.folder(shell.environment())).stream()
        .map(file -> "-Dedgewise.text.model=" + file)
        .toList();
  }

  /**
   * A benchmark.
   *
   * @param main of the process that it runs in, which the CLI does not link
   * @param flags of that JVM, beside the usual ones
   */
  private record Race(
      String name, String main, String description, Function<Shell, List<String>> flags) {
    CommandLine command(Shell shell) {
      CommandLine command = new CommandLine(new Run(shell, this));
      command.setCommandName(name);
      command
          .getCommandSpec()
          .usageMessage()
          .description(description)
          .footer(
              "",
              "Options are those of the race itself: edgewise bench " + name + " --help",
              "",
              "Example:",
              "  edgewise bench " + name + " --quick -o json");
      return command;
    }
  }

  @Command
  private static final class Run implements Callable<Integer> {
    private final Shell shell;
    private final Race race;

    @Parameters(
        arity = "0..*",
        paramLabel = "OPTION",
        description = "Passed on to the race; --help lists them.")
    private List<String> arguments = new ArrayList<>();

    Run(Shell shell, Race race) {
      this.shell = shell;
      this.race = race;
    }

    @Override
    public Integer call() {
      Dist dist = shell.requireDist();
      List<String> flags = new ArrayList<>(race.flags().apply(shell));
      flags.add(JavaCommand.DIRECT_MEMORY);
      return Foreground.run(
          JavaCommand.of(dist, flags, dist.classPath("lab"), race.main(), arguments),
          shell.folder());
    }
  }
}

package dev.edgewise.cli;

import dev.edgewise.cli.model.ModelCommand;
import dev.edgewise.cli.shell.Shell;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

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
  private static final List<LabCommand> RACES =
      List.of(
          new LabCommand(
              "bench",
              "call",
              "dev.edgewise.lab.call.BenchCall",
              "Makes calls by Edgewise and by bare grpc-java.",
              shell -> List.of()),
          new LabCommand(
              "bench",
              "serve",
              "dev.edgewise.lab.serve.BenchServe",
              "Races the batching of models against the rules of other model servers.",
              shell -> List.of()),
          new LabCommand(
              "bench",
              "cache",
              "dev.edgewise.lab.cache.BenchCache",
              "Replays questions without a cache, with exact and with semantic hits.",
              shell -> List.of()),
          new LabCommand(
              "bench",
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
        .synopsisSubcommandLabel(
            RACES.stream().map(LabCommand::name).collect(Collectors.joining("|")));
    return bench;
  }

  private static List<String> pulledModel(Shell shell) {
    return ModelCommand.firstText(ModelCommand.folder(shell.environment())).stream()
        .map(file -> "-Dedgewise.text.model=" + file)
        .toList();
  }
}

package dev.edgewise.cli;

import dev.edgewise.cli.model.ModelCommand;
import dev.edgewise.cli.shell.Dist;
import dev.edgewise.cli.shell.Foreground;
import dev.edgewise.cli.shell.JavaCommand;
import dev.edgewise.cli.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "bench",
    synopsisSubcommandLabel = "serve|cache|generate",
    description = {
      "Races Edgewise against others on this machine.",
      "",
      "Each row of a result says whether it was MEASURED or EMULATED."
    },
    footer = {
      "",
      "Example:",
      "  edgewise bench serve --quick          batching, in under a minute",
      "  edgewise bench serve -o json          the whole, for a machine to read",
      "  edgewise bench serve --help           scenarios and options",
      "  edgewise bench cache --quick          what the cache saves and gets wrong",
      "  edgewise bench generate --quick       texts, against the library called directly"
    })
final class BenchCommand {
  /** The race of batching rules; it runs as a process of its own, which the CLI does not link. */
  @Command(
      name = "serve",
      description = "Races the batching of models against the rules of other model servers.",
      footer = {
        "",
        "Options are those of the race itself: edgewise bench serve --help",
        "",
        "Example:",
        "  edgewise bench serve --quick -o json"
      })
  static final class Serve implements Callable<Integer> {
    private static final String MAIN = "dev.edgewise.lab.serve.BenchServe";

    private final Shell shell;

    @Parameters(
        arity = "0..*",
        paramLabel = "OPTION",
        description = "Passed on to the race; --help lists them.")
    private List<String> arguments = new ArrayList<>();

    Serve(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      Dist dist = shell.requireDist();
      return Foreground.run(
          JavaCommand.of(
              dist, List.of(JavaCommand.DIRECT_MEMORY), dist.classPath("lab"), MAIN, arguments),
          shell.folder());
    }
  }

  /** What the cache saves, and how often it is wrong; a process of its own, too. */
  @Command(
      name = "cache",
      description = "Replays questions without a cache, with exact and with semantic hits.",
      footer = {
        "",
        "Options are those of the replay itself: edgewise bench cache --help",
        "",
        "Example:",
        "  edgewise bench cache --quick -o json"
      })
  static final class Cache implements Callable<Integer> {
    private static final String MAIN = "dev.edgewise.lab.cache.BenchCache";

    private final Shell shell;

    @Parameters(
        arity = "0..*",
        paramLabel = "OPTION",
        description = "Passed on to the replay; --help lists them.")
    private List<String> arguments = new ArrayList<>();

    Cache(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      Dist dist = shell.requireDist();
      return Foreground.run(
          JavaCommand.of(
              dist, List.of(JavaCommand.DIRECT_MEMORY), dist.classPath("lab"), MAIN, arguments),
          shell.folder());
    }
  }

  /** Texts against the binding called directly; a process of its own, too. */
  @Command(
      name = "generate",
      description = "Generates texts on an agent and with llama.cpp's binding called directly.",
      footer = {
        "",
        "Options are those of the race itself: edgewise bench generate --help",
        "",
        "Example:",
        "  edgewise bench generate --quick --model gemma-3-270m.gguf -o json"
      })
  static final class Generate implements Callable<Integer> {
    private static final String MAIN = "dev.edgewise.lab.generate.BenchGenerate";

    private final Shell shell;

    @Parameters(
        arity = "0..*",
        paramLabel = "OPTION",
        description = "Passed on to the race; --help lists them.")
    private List<String> arguments = new ArrayList<>();

    Generate(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      Dist dist = shell.requireDist();
      List<String> flags = new ArrayList<>(List.of(JavaCommand.DIRECT_MEMORY));
      ModelCommand.firstText(ModelCommand.folder(shell.environment()))
          .ifPresent(file -> flags.add("-Dedgewise.text.model=" + file));
      return Foreground.run(
          JavaCommand.of(dist, flags, dist.classPath("lab"), MAIN, arguments), shell.folder());
    }
  }
}

package dev.edgewise.cli;

import dev.edgewise.cli.shell.Foreground;
import dev.edgewise.cli.shell.JavaCommand;
import dev.edgewise.cli.shell.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "lock",
    synopsisSubcommandLabel = "update|check",
    description = {
      "Looks after the field numbers in edgewise.lock.",
      "",
      "The file fixes the field numbers of a module's messages, so that old and new programs"
          + " understand each other."
    },
    footer = {
      "",
      "Example:",
      "  edgewise lock update samples/hello   after a record has got a new component",
      "  edgewise lock check samples/hello    in CI: exit code 3 when it is behind"
    })
final class LockCommand {
  @Command(
      name = "update",
      description = "Gives new fields their numbers and keeps those of removed ones.",
      footer = {"", "Example:", "  edgewise lock update samples/hello"})
  static final class Update extends Tool {
    Update(Shell shell) {
      super(shell, "update");
    }
  }

  @Command(
      name = "check",
      description = "Says whether an update would change the file; exit code 3 when it would.",
      footer = {"", "Example:", "  edgewise lock check samples/hello"})
  static final class Check extends Tool {
    Check(Shell shell) {
      super(shell, "check");
    }
  }

  /** The processor's tool, which runs as a process: the CLI does not link a compiler plug-in. */
  private abstract static class Tool implements Callable<Integer> {
    private final Shell shell;
    private final String verb;

    @Parameters(
        arity = "0..1",
        paramLabel = "MODULE",
        defaultValue = ".",
        description = "Folder of the module (default: the current one).")
    private Path module = Path.of(".");

    Tool(Shell shell, String verb) {
      this.shell = shell;
      this.verb = verb;
    }

    @Override
    public Integer call() {
      List<String> command =
          JavaCommand.of(
              shell.requireDist(),
              List.of("-XX:TieredStopAtLevel=1"),
              shell.requireDist().classPath("processor"),
              "dev.edgewise.processor.lock.LockTool",
              List.of(verb, shell.folder().resolve(module).normalize().toString()));
      return Foreground.run(command, shell.folder());
    }
  }
}

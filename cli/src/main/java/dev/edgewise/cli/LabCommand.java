package dev.edgewise.cli;

import dev.edgewise.cli.shell.Dist;
import dev.edgewise.cli.shell.Foreground;
import dev.edgewise.cli.shell.JavaCommand;
import dev.edgewise.cli.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * A race or a simulation of {@code lab}.
 *
 * @param family the command that it is under
 * @param main of the process that it runs in, which the CLI does not link
 * @param flags of that JVM, beside the usual ones
 */
record LabCommand(
    String family,
    String name,
    String main,
    String description,
    Function<Shell, List<String>> flags) {
  CommandLine command(Shell shell) {
    CommandLine command = new CommandLine(new Run(shell, this));
    command.setCommandName(name);
    String typed = "edgewise " + family + " " + name;
    command
        .getCommandSpec()
        .usageMessage()
        .description(description)
        .footer(
            "",
            "Options are those of the "
                + (family.equals("bench") ? "race" : "simulation")
                + " itself: "
                + typed
                + " --help",
            "",
            "Example:",
            "  " + typed + " --quick -o json");
    return command;
  }

  @Command
  private static final class Run implements Callable<Integer> {
    private final Shell shell;
    private final LabCommand what;

    @Parameters(
        arity = "0..*",
        paramLabel = "OPTION",
        description = "Passed on to it; --help lists them.")
    private List<String> arguments = new ArrayList<>();

    Run(Shell shell, LabCommand what) {
      this.shell = shell;
      this.what = what;
    }

    @Override
    public Integer call() {
      Dist dist = shell.requireDist();
      List<String> flags = new ArrayList<>(what.flags().apply(shell));
      flags.add(JavaCommand.DIRECT_MEMORY);
      return Foreground.run(
          JavaCommand.of(dist, flags, dist.classPath("lab"), what.main(), arguments),
          shell.folder());
    }
  }
}

package dev.edgewise.cli;

import dev.edgewise.cli.shell.Shell;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
    name = "simulate",
    synopsisSubcommandLabel = "scale",
    description = {
      "Simulates, on virtual time, what cannot be waited for.",
      "",
      "Every figure is EMULATED; equal seeds give equal figures."
    },
    footer = {
      "",
      "Example:",
      "  edgewise simulate scale --quick       zones that size themselves, in a minute",
      "  edgewise simulate scale -o json       all traces at all cold starts",
      "  edgewise simulate scale --help        traces, rules and options"
    })
final class SimulateCommand {
  private static final LabCommand SCALE =
      new LabCommand(
          "simulate",
          "scale",
          "dev.edgewise.lab.scale.SimulateScale",
          "Sizes a zone by our scaler and by the rules of KEDA, Knative and Ray Serve.",
          shell -> List.of());

  private SimulateCommand() {}

  /** The command with all that it simulates. */
  static CommandLine of(Shell shell) {
    return new CommandLine(new SimulateCommand()).addSubcommand(SCALE.command(shell));
  }
}

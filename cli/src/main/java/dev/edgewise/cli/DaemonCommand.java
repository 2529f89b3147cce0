package dev.edgewise.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Starts an agent as a process of its own; all arguments are the agent's. */
abstract class DaemonCommand implements Callable<Integer> {
  private final Shell shell;
  private final String program;
  private final String main;

  @Parameters(
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description = "Passed on to the agent; --help lists what it takes.")
  private List<String> arguments = new ArrayList<>();

  private DaemonCommand(Shell shell, String program, String main) {
    this.shell = shell;
    this.program = program;
    this.main = main;
  }

  static DaemonCommand edge(Shell shell) {
    return new EdgeAgent(shell);
  }

  static DaemonCommand cloud(Shell shell) {
    return new CloudAgent(shell);
  }

  @Override
  public Integer call() {
    List<String> command =
        JavaCommand.of(
            shell.requireDist(),
            List.of(),
            shell.requireDist().classPath(program),
            main,
            arguments);
    return Foreground.run(command, shell.folder());
  }

  @Command(
      name = "edge-agent",
      description = "Runs the agent of a device, which hosts edge bodies.",
      footer = {"", "Example:", "  edgewise edge-agent --node nyc-edge01 --services app.jar"})
  private static final class EdgeAgent extends DaemonCommand {
    EdgeAgent(Shell shell) {
      super(shell, "edge-agent", "dev.edgewise.agent.edge.EdgeAgent");
    }
  }

  @Command(
      name = "cloud-agent",
      description = "Runs the agent of a zone, which hosts cloud bodies.",
      footer = {
        "",
        "Example:",
        "  edgewise cloud-agent --node west1-a --zone west1 --services app.jar"
      })
  private static final class CloudAgent extends DaemonCommand {
    CloudAgent(Shell shell) {
      super(shell, "cloud-agent", "dev.edgewise.agent.cloud.CloudAgent");
    }
  }
}

package dev.edgewise.cli.daemon;

import dev.edgewise.cli.shell.Foreground;
import dev.edgewise.cli.shell.JavaCommand;
import dev.edgewise.cli.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Starts a daemon as a process of its own; all arguments are the daemon's. */
public abstract class DaemonCommand implements Callable<Integer> {
  static final String ORCHESTRATOR_MAIN = "dev.edgewise.orchestrator.OrchestratorMain";
  static final String EDGE_MAIN = "dev.edgewise.agent.edge.EdgeAgent";
  static final String CLOUD_MAIN = "dev.edgewise.agent.cloud.CloudAgent";

  private final Shell shell;
  private final String program;
  private final String main;

  @Parameters(
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description = "Passed on to the daemon; --help lists what it takes.")
  private List<String> arguments = new ArrayList<>();

  private DaemonCommand(Shell shell, String program, String main) {
    this.shell = shell;
    this.program = program;
    this.main = main;
  }

  public static DaemonCommand orchestrator(Shell shell) {
    return new Orchestrator(shell);
  }

  public static DaemonCommand edge(Shell shell) {
    return new EdgeAgent(shell);
  }

  public static DaemonCommand cloud(Shell shell) {
    return new CloudAgent(shell);
  }

  @Override
  public Integer call() {
    List<String> command =
        JavaCommand.of(
            shell.requireDist(),
            List.of(JavaCommand.DIRECT_MEMORY),
            shell.requireDist().classPath(program),
            main,
            arguments);
    return Foreground.run(command, shell.folder());
  }

  @Command(
      name = "orchestrator",
      description = {
        "Runs the orchestrator of a fleet.",
        "",
        "Agents register with it, applications learn from it which nodes there are, and operators"
            + " see and steer the fleet: its page is at the HTTP port. Calls do not pass through"
            + " it, and go on when it is away."
      },
      footer = {
        "",
        "Example:",
        "  edgewise orchestrator                     ports 7443 (agents) and 7400 (page)",
        "  edgewise orchestrator --config orchestrator.yaml"
      })
  private static final class Orchestrator extends DaemonCommand {
    Orchestrator(Shell shell) {
      super(shell, "orchestrator", ORCHESTRATOR_MAIN);
    }
  }

  @Command(
      name = "edge-agent",
      description = "Runs the agent of a device, which hosts edge bodies.",
      footer = {
        "",
        "Example:",
        "  edgewise edge-agent --node nyc-edge01 --services app.jar \\",
        "      --orchestrator 127.0.0.1:7443"
      })
  private static final class EdgeAgent extends DaemonCommand {
    EdgeAgent(Shell shell) {
      super(shell, "edge-agent", EDGE_MAIN);
    }
  }

  @Command(
      name = "cloud-agent",
      description = "Runs the agent of a zone, which hosts cloud bodies.",
      footer = {
        "",
        "Example:",
        "  edgewise cloud-agent --node west1-a --zone west1 --services app.jar \\",
        "      --orchestrator 127.0.0.1:7443"
      })
  private static final class CloudAgent extends DaemonCommand {
    CloudAgent(Shell shell) {
      super(shell, "cloud-agent", CLOUD_MAIN);
    }
  }
}

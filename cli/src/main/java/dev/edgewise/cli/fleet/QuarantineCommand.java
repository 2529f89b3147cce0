package dev.edgewise.cli.fleet;

import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.sdk.wire.operator.FleetStatus.Node;
import dev.edgewise.sdk.wire.operator.FleetStatus.Quarantined;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a service under quarantine on a node, or releases it. */
public abstract class QuarantineCommand implements Callable<Integer> {
  private final Shell shell;
  private final boolean hold;

  @Parameters(index = "0", paramLabel = "NODE", description = "Its name.")
  private String name = "";

  @Option(
      names = "--service",
      required = true,
      paramLabel = "SERVICE",
      description = "Full name, or its last part where the node offers one such service.")
  private String service = "";

  @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
  @Mixin private Output output = new Output();

  private QuarantineCommand(Shell shell, boolean hold) {
    this.shell = shell;
    this.hold = hold;
  }

  @Command(
      name = "quarantine",
      description = {
        "Lets one service of a node take no calls, while its others go on.",
        "",
        "It stays so, also when the agent or the orchestrator is started again, until it is"
            + " released. The orchestrator does the same by itself, for a while, with a service"
            + " that fails on one node and not on others: 'edgewise node show' tells why."
      },
      footer = {
        "",
        "Example:",
        "  edgewise node quarantine west1-a --service Vision",
        "  edgewise node quarantine west1-a --service Vision --because \"its camera is replaced\""
      })
  public static final class Hold extends QuarantineCommand {
    @Option(
        names = "--because",
        paramLabel = "WHY",
        defaultValue = "",
        description = "For people, who read it where they see the quarantine.")
    private String because = "";

    public Hold(Shell shell) {
      super(shell, true);
    }

    @Override
    String because() {
      return because;
    }
  }

  @Command(
      name = "release",
      description = {
        "Lets a service that is under quarantine on a node take calls again.",
        "",
        "Whoever put it there. When it goes on failing it is put there again."
      },
      footer = {"", "Example:", "  edgewise node release west1-a --service Vision"})
  public static final class Release extends QuarantineCommand {
    public Release(Shell shell) {
      super(shell, false);
    }

    @Override
    String because() {
      return "";
    }
  }

  /** Why, for people; may be empty. */
  abstract String because();

  @Override
  public Integer call() {
    Node node = orchestrator.ask(shell, this::ask);
    if (output.isJson()) {
      shell.out().print(NodeCommand.json(node));
    }
    shell.out().flush();
    return ExitCode.OK.value();
  }

  private Node ask(OperatorClient client) {
    // Tells a wrong name before anything is asked, with the nearest ones.
    NodeCommand.find(client.fleet(OrchestratorOption.TIMEOUT), name);
    Node node = client.setQuarantine(name, service, hold, because(), OrchestratorOption.TIMEOUT);
    output.say(
        shell,
        hold
            ? node.quarantines().stream()
                .filter(held -> isMeant(held))
                .findFirst()
                .map(held -> name + " is " + held.words())
                .orElse(name + " was asked")
            : name + " takes calls of " + Words.simple(service) + " again");
    return node;
  }

  private boolean isMeant(Quarantined held) {
    return held.service().equals(service) || held.service().endsWith("." + service);
  }
}

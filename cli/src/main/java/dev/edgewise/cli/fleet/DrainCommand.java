package dev.edgewise.cli.fleet;

import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.Durations;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.wire.operator.FleetStatus.Node;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a node to take no new calls, or to take them again, and waits until it does so. */
public abstract class DrainCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Shell shell;
  private final boolean drain;

  @Parameters(index = "0", paramLabel = "NODE", description = "Its name.")
  private String name = "";

  @Option(names = "--no-wait", description = "Ask, and do not wait until it is done.")
  private boolean noWait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "1m",
      description = "How long to wait (default: ${DEFAULT-VALUE}).")
  private String timeout = "1m";

  @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
  @Mixin private Output output = new Output();

  private DrainCommand(Shell shell, boolean drain) {
    this.shell = shell;
    this.drain = drain;
  }

  @Command(
      name = "drain",
      description = {
        "Lets a node take no new calls.",
        "",
        "Calls that it has are finished; this waits until they have ended. It stays so, also when"
            + " the agent or the orchestrator is started again, until it is undrained. A node that"
            + " is drained already is left as it is."
      },
      footer = {
        "",
        "Example:",
        "  edgewise node drain west1-a",
        "  edgewise node drain west1-a --no-wait"
      })
  public static final class Drain extends DrainCommand {
    public Drain(Shell shell) {
      super(shell, true);
    }
  }

  @Command(
      name = "undrain",
      description = "Lets a node that was drained take calls again.",
      footer = {"", "Example:", "  edgewise node undrain west1-a"})
  public static final class Undrain extends DrainCommand {
    public Undrain(Shell shell) {
      super(shell, false);
    }
  }

  @Override
  public Integer call() {
    Duration patience = Durations.parse("--timeout", timeout);
    Node node = orchestrator.ask(shell, client -> ask(client, patience));
    if (output.isJson()) {
      shell.out().print(NodeCommand.json(node));
    }
    shell.out().flush();
    return ExitCode.OK.value();
  }

  private Node ask(OperatorClient client, Duration patience) {
    // Tells a wrong name before anything is asked, with the nearest ones.
    NodeCommand.find(client.fleet(OrchestratorOption.TIMEOUT), name);
    Node node = client.setDrain(name, drain, OrchestratorOption.TIMEOUT);
    if (noWait) {
      output.say(
          shell,
          name + (drain ? " was asked to take no new calls" : " was asked to take calls again"));
      return node;
    }
    return await(client, node, patience);
  }

  private Node await(OperatorClient client, Node first, Duration patience) {
    long end = shell.clock().nanos() + patience.toNanos();
    OptionalLong appliedAt = OptionalLong.empty();
    String told = "";
    Node node = first;
    while (true) {
      if (node.drainApplied() && appliedAt.isEmpty()) {
        appliedAt = OptionalLong.of(shell.clock().nanos());
      }
      DrainStep step = DrainStep.of(node, drain, isFresh(node, appliedAt));
      if (step instanceof DrainStep.Done) {
        output.say(shell, step.text());
        return node;
      }
      if (step instanceof DrainStep.Never || shell.clock().nanos() > end) {
        throw gaveUp(step, patience);
      }
      if (!step.text().equals(told)) {
        shell.progress(step.text());
        told = step.text();
      }
      shell.lookAgainAfter(LOOK);
      node = NodeCommand.find(client.fleet(OrchestratorOption.TIMEOUT), name);
    }
  }

  /** Whether its load is of a time at which it took no new calls. */
  private boolean isFresh(Node node, OptionalLong appliedAt) {
    return appliedAt.isPresent()
        && node.load()
            .map(load -> load.age().toNanos() < shell.clock().nanos() - appliedAt.getAsLong())
            .orElse(true);
  }

  private CommandFailure gaveUp(DrainStep step, Duration patience) {
    String why =
        step instanceof DrainStep.Never
            ? step.text()
            : step.text() + ", after " + Words.duration(patience);
    return new Problem(
            ErrorCode.COMMAND_FAILED,
            drain ? name + " could not be drained" : name + " could not be undrained",
            why,
            "'edgewise node show " + name + "' tells how it is; what was asked of it stays asked")
        .failure();
  }
}

package dev.edgewise.cli.zone;

import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.Durations;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import dev.edgewise.sdk.wire.operator.ZoneReport;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "scale",
    description = {
      "Keeps a zone at a number of nodes, or sizes it by need again.",
      "",
      "Waits until so many take calls, and those beyond have ended. Lifts a quarantine too, in"
          + " which a zone starts nothing after repeated failures."
    },
    footer = {
      "",
      "Example:",
      "  edgewise zone scale west1 --nodes 2",
      "  edgewise zone scale west1 --nodes 4 --for 1h",
      "  edgewise zone scale west1 --auto"
    })
public final class ScaleCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Shell shell;

  @Parameters(index = "0", paramLabel = "ZONE", description = "Its name.")
  private String name = "";

  @ArgGroup(multiplicity = "1")
  private Size size = new Size();

  /** Exactly one of them. */
  static final class Size {
    @Option(
        names = "--nodes",
        paramLabel = "N",
        description = "How many are to take calls, 0 to the zone's max.")
    private Optional<Integer> nodes = Optional.empty();

    @Option(names = "--auto", description = "The scaler decides again.")
    private boolean auto;
  }

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "How long it is kept so (default: until --auto).")
  private Optional<String> lasts = Optional.empty();

  @Option(names = "--no-wait", description = "Ask, and do not wait until it is done.")
  private boolean noWait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "2m",
      description = "How long to wait (default: ${DEFAULT-VALUE}).")
  private String timeout = "2m";

  @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
  @Mixin private Output output = new Output();

  public ScaleCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Duration patience = Durations.parse("--timeout", timeout);
    Optional<Duration> time = lasts.map(text -> Durations.parse("--for", text));
    if (size.auto && time.isPresent()) {
      throw new Problem(
              ErrorCode.BAD_USAGE,
              "--for has no meaning with --auto",
              "the scaler decides from now on",
              "leave one of them out")
          .failure();
    }
    ZoneReport zone = orchestrator.ask(shell, client -> ask(client, time, patience));
    if (output.isJson()) {
      shell.out().print(ZoneCommand.json(zone));
    }
    shell.out().flush();
    return ExitCode.OK.value();
  }

  private ZoneReport ask(OperatorClient client, Optional<Duration> time, Duration patience) {
    // Tells a wrong name before anything is asked, with the nearest ones.
    ZoneReport unused = ZoneCommand.find(client.zones(OrchestratorOption.TIMEOUT), name);
    OptionalInt nodes = size.nodes.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    ZoneReport zone = client.scaleZone(name, nodes, time, OrchestratorOption.TIMEOUT);
    if (nodes.isEmpty()) {
      output.say(shell, "zone " + name + " is sized by need again");
      return zone;
    }
    if (noWait) {
      output.say(
          shell,
          "zone " + name + " was asked for " + Words.count(nodes.getAsInt(), "node", "nodes"));
      return zone;
    }
    return await(client, zone, nodes.getAsInt(), patience);
  }

  private ZoneReport await(OperatorClient client, ZoneReport first, int nodes, Duration patience) {
    long began = shell.clock().nanos();
    String told = "";
    ZoneReport zone = first;
    while (true) {
      if (isDone(zone, nodes)) {
        output.say(
            shell,
            "zone "
                + name
                + " has "
                + Words.count(nodes, "node", "nodes")
                + ", after "
                + Words.duration(Duration.ofNanos(shell.clock().nanos() - began)));
        return zone;
      }
      if (!zone.trouble().isEmpty() && zone.in("starting") == 0) {
        throw gaveUp(zone.trouble());
      }
      String now = ZoneText.phases(zone);
      if (shell.clock().nanos() - began > patience.toNanos()) {
        throw gaveUp("it has " + now + ", after " + Words.duration(patience));
      }
      if (!now.equals(told)) {
        shell.progress("zone " + name + " has " + now);
        told = now;
      }
      shell.lookAgainAfter(LOOK);
      zone = ZoneCommand.find(client.zones(OrchestratorOption.TIMEOUT), name);
    }
  }

  /** Others may be kept warm. */
  private static boolean isDone(ZoneReport zone, int nodes) {
    return zone.in("ready") == nodes
        && zone.in("draining") == 0
        && zone.in("ending") == 0
        && zone.nodes().size() == nodes + zone.in("warm");
  }

  private CommandFailure gaveUp(String why) {
    return new Problem(
            ErrorCode.COMMAND_FAILED,
            "zone " + name + " is not as it was asked to be",
            why,
            "'edgewise zone show " + name + "' tells how it is; what was asked of it stays asked")
        .failure();
  }
}

package dev.edgewise.cli.fleet;

import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that asks the orchestrator how the fleet is, and prints a part of the answer. */
abstract class FleetQuestion implements Callable<Integer> {
  private final Shell shell;

  @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
  @Mixin private Output output = new Output();

  FleetQuestion(Shell shell) {
    this.shell = shell;
  }

  @Override
  public final Integer call() {
    FleetStatus fleet = orchestrator.ask(shell, client -> client.fleet(OrchestratorOption.TIMEOUT));
    // Its clock, so that ages are right whatever ours says.
    Instant now = fleet.orchestrator().now().orElseGet(shell.clock()::now);
    shell.out().print(output.isJson() ? json(fleet, now) : text(fleet, now));
    shell.out().flush();
    return ExitCode.OK.value();
  }

  /** For people, with its last line's end. */
  abstract String text(FleetStatus fleet, Instant now);

  /** For programs, one document with its last line's end. */
  abstract String json(FleetStatus fleet, Instant now);

  /** Where the orchestrator was asked. */
  final String address() {
    return orchestrator.address(shell);
  }
}

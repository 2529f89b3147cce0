package dev.edgewise.orchestrator;

import dev.edgewise.core.Clock;
import dev.edgewise.daemon.DaemonMain;
import dev.edgewise.daemon.config.Machine;
import dev.edgewise.orchestrator.config.OrchestratorConfig;

/** The orchestrator's process. */
public final class OrchestratorMain {
  private OrchestratorMain() {}

  /** Runs an orchestrator until it is told to stop. */
  public static void main(String[] arguments) {
    Machine machine = Machine.of(System.getenv(), System.getProperty("user.home"));
    String version = DaemonMain.version(OrchestratorMain.class);
    DaemonMain.run(
        OrchestratorConfig.schema(machine),
        arguments,
        config -> Orchestrator.start(config, version, Clock.system()));
  }
}

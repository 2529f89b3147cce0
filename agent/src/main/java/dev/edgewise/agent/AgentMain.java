package dev.edgewise.agent;

import dev.edgewise.agent.config.AgentConfig;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.daemon.DaemonMain;
import dev.edgewise.daemon.config.Machine;

/** What the mains of both tiers are. */
public final class AgentMain {
  private AgentMain() {}

  /** Runs an agent until it is told to stop, and ends the JVM. */
  public static void run(Tier tier, String[] arguments) {
    Machine machine = Machine.of(System.getenv(), System.getProperty("user.home"));
    DaemonMain.run(
        AgentConfig.schema(tier, machine),
        arguments,
        config -> Agent.start(config, DaemonMain.version(AgentMain.class), Clock.system()));
  }
}

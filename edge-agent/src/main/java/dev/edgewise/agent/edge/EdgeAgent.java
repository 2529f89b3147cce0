package dev.edgewise.agent.edge;

import dev.edgewise.agent.AgentMain;
import dev.edgewise.annotations.Tier;

/** The agent of a device near the data. {@code --help} says how to use it. */
public final class EdgeAgent {
  private EdgeAgent() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    AgentMain.run(Tier.EDGE, arguments);
  }
}

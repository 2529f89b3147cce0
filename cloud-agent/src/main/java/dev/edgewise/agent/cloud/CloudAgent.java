package dev.edgewise.agent.cloud;

import dev.edgewise.agent.AgentMain;
import dev.edgewise.annotations.Tier;

/** The agent of a node in a cloud zone. {@code --help} says how to use it. */
public final class CloudAgent {
  private CloudAgent() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    AgentMain.run(Tier.CLOUD, arguments);
  }
}

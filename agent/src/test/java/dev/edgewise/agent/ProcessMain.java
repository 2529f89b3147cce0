package dev.edgewise.agent;

import dev.edgewise.annotations.Tier;

/** What the mains of the tiers are. */
final class ProcessMain {
  private ProcessMain() {}

  public static void main(String[] arguments) {
    AgentMain.run(Tier.EDGE, arguments);
  }
}

package dev.edgewise.cli.fleet;

import dev.edgewise.cli.shell.Words;
import dev.edgewise.sdk.wire.operator.FleetStatus.Node;

/** How far a node is with taking no calls, or with taking them again. */
sealed interface DrainStep {
  /** For people. */
  String text();

  /** It has done what was asked. */
  record Done(String text) implements DrainStep {}

  /** Not yet. */
  record Waiting(String text) implements DrainStep {}

  /** Waiting is no use. */
  record Never(String text) implements DrainStep {}

  /**
   * Judges what is known of a node.
   *
   * @param drain what was asked
   * @param freshLoad whether the node's load was reported after it took no more calls
   */
  static DrainStep of(Node node, boolean drain, boolean freshLoad) {
    String name = node.name();
    if (node.liveness().equals("dead") || node.liveness().equals("left")) {
      return new Never(name + " is " + node.liveness() + ": there is nothing to wait for");
    }
    if (node.drainAsked() != drain) {
      return new Never("somebody has asked " + name + " for the opposite meanwhile");
    }
    if (!node.drainApplied()) {
      return node.liveness().equals("alive")
          ? new Waiting(name + " was asked and has not answered yet")
          : new Waiting(name + " is " + node.liveness() + "; it is told when it is back");
    }
    if (!drain) {
      return new Done(name + " takes calls again");
    }
    int left = node.load().map(load -> load.inFlight() + load.queued()).orElse(0);
    if (left > 0) {
      return new Waiting(
          name + " takes no new calls; " + Words.count(left, "call runs", "calls run") + " still");
    }
    return freshLoad || node.load().isEmpty()
        ? new Done(name + " is drained: it takes no new calls, and those it had have ended")
        : new Waiting(name + " takes no new calls; its load is being asked");
  }
}

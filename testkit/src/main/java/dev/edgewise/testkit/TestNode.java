package dev.edgewise.testkit;

import dev.edgewise.core.Node;
import dev.edgewise.sdk.local.LocalNode;

/** A node of a {@link TestFleet}, and what can be done to it. */
public final class TestNode {
  private final LocalNode local;
  private final Switch fault = new Switch();

  TestNode(LocalNode local) {
    this.local = local;
  }

  /** Who it is. */
  public Node node() {
    return local.node();
  }

  /** As {@code kill -9}: connections break, what runs there is lost, connecting is refused. */
  public void crash() {
    fault.crash();
  }

  /** As {@code kill -STOP}: connections stand, nothing is answered. */
  public void pause() {
    fault.pause();
  }

  /** Starts it again, or wakes it up. */
  public void heal() {
    fault.heal();
  }

  Switch fault() {
    return fault;
  }
}

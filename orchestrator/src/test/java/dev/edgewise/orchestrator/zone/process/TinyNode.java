package dev.edgewise.orchestrator.zone.process;

import java.util.concurrent.CountDownLatch;

/**
 * A process that stands for a node: says what it was started with, and runs until it is stopped.
 */
final class TinyNode {
  private TinyNode() {}

  public static void main(String[] arguments) throws InterruptedException {
    System.out.println("tiny " + String.join(" ", arguments));
    if (String.join(" ", arguments).contains("--fails")) {
      System.err.println("EW7002 the jar is broken");
      System.exit(1);
    }
    new CountDownLatch(1).await();
  }
}

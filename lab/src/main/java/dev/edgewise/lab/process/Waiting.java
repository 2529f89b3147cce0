package dev.edgewise.lab.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what happens in other processes, which tell nobody: by looking again and again. */
public final class Waiting {
  private static final long LOOK_MILLIS = 20;

  private Waiting() {}

  /** How many milliseconds it took until something held; −1 when it did not in time. */
  public static long until(Duration most, BooleanSupplier condition) throws InterruptedException {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > most.toNanos()) {
        return -1;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return (System.nanoTime() - begun) / 1_000_000;
  }
}

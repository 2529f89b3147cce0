package dev.edgewise.bench.load;

import dev.edgewise.core.Clock;
import dev.edgewise.core.Scheduler;
import java.util.function.BooleanSupplier;

/**
 * The time that a load runs on: the machine's, or one that moves only when nothing is left to do.
 * Tasks that were scheduled run on the thread that is in {@link #run}, one after the other, each
 * not before it is due. Scheduling is thread-safe; one thread runs.
 */
public interface Timeline extends Clock, Scheduler {
  /**
   * Runs what falls due until {@code done} says so, asked after each task and when {@link #wake}
   * was called.
   *
   * @param done when to return
   * @param latest when to return all the same, in nanoseconds of this clock
   * @return whether it was done
   */
  boolean run(BooleanSupplier done, long latest);

  /** Lets {@link #run} ask again whether it is done. Thread-safe. */
  void wake();
}

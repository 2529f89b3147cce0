package dev.edgewise.lab.serve;

import dev.edgewise.bench.load.Timeline;
import java.util.concurrent.Executor;

/** A system in the race: something that takes items one by one and runs them in batches. */
interface Contender {
  /** Its name in the results. */
  String name();

  /** Makes it ready for a cell; whatever it learns, it learns anew. */
  Server open(Rig rig);

  /** A contender at work. */
  interface Server extends AutoCloseable {
    /** Takes a call and returns at once. */
    void submit(Item item);

    @Override
    default void close() {}
  }

  /**
   * What every contender is given, the same for all.
   *
   * @param timeline clock and timers
   * @param executor of batches
   * @param engine that runs them
   * @param cost of a batch of this size in nanoseconds, for those that may know it from a warm-up
   * @param models how many there are
   * @param shapes of inputs, of each model
   * @param workers batches that the device runs at once
   * @param deadlineNanos that every call has
   */
  record Rig(
      Timeline timeline,
      Executor executor,
      Engine engine,
      Cost cost,
      int models,
      int shapes,
      int workers,
      long deadlineNanos) {}

  /** How long a batch takes, as a warm-up finds it. */
  @FunctionalInterface
  interface Cost {
    /** In nanoseconds. */
    long nanos(int size);
  }
}

package dev.edgewise.core.model;

/**
 * Something that was trained: give it an input, get an output. May be called from many threads; an
 * implementation that cannot run in parallel queues the callers itself.
 *
 * @param <I> what it takes
 * @param <O> what it gives
 */
public interface Model<I, O> extends AutoCloseable {
  /** Runs the model once. Blocks until it is done. */
  O run(I input);

  /**
   * Gives back memory and handles; calling {@link #run} afterwards is an error. Waits for runs that
   * have begun.
   */
  @Override
  void close();
}

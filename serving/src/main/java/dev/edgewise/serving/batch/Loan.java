package dev.edgewise.serving.batch;

/**
 * A worker that a batch function lends to others while it waits for them: without that, functions
 * that call others on the same device could hold all of its workers, and wait for ever.
 */
public interface Loan extends AutoCloseable {
  /** Nothing was lent. */
  Loan NONE = () -> {};

  /** The function goes on. */
  @Override
  void close();
}

package dev.edgewise.serving.allocation;

/**
 * The right to use a model, which stays in memory as long as this is open.
 *
 * @param <T> models
 */
public interface Hold<T> extends AutoCloseable {
  /** The model. */
  T value();

  /** Gives it back; once. */
  @Override
  void close();
}

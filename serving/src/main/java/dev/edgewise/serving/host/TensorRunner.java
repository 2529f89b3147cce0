package dev.edgewise.serving.host;

import dev.edgewise.core.model.Tensor;
import dev.edgewise.sdk.spi.model.ServingProfile;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Runs calls of one loaded model, alone or several together. Thread-safe. */
interface TensorRunner extends AutoCloseable {
  /**
   * Runs one call; blocks until it is answered.
   *
   * @param inputs in the model's order, checked
   * @throws dev.edgewise.core.EdgewiseException when it is refused or fails
   */
  List<Tensor> run(List<Tensor> inputs, Terms terms) throws InterruptedException;

  /** Ends; calls that wait are turned away. */
  @Override
  void close();

  /**
   * Until when, and for whom, it runs.
   *
   * @param profile whose calls may be put together with this one
   * @param deadlineNanos of the node's clock
   * @param priority 1 is the highest; 0 the default
   * @param cancelled whether the caller has given up
   */
  record Terms(
      ServingProfile profile, long deadlineNanos, int priority, BooleanSupplier cancelled) {}
}

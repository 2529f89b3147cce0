package dev.edgewise.serving.allocation;

import java.time.Duration;

/** Is told what comes into memory and what goes; called with no lock held, must not block long. */
public interface AllocationListener {
  /** Nobody listens. */
  AllocationListener NONE = new AllocationListener() {};

  /** A model is in memory. */
  default void loaded(String name, Duration took, long bytes) {}

  /** A model could not be loaded. */
  default void failed(String name, RuntimeException because) {}

  /**
   * A model has gone.
   *
   * @param asked whether somebody wanted that; else another one needed its place
   */
  default void unloaded(String name, long bytes, boolean asked) {}

  /** A call was turned away because its model found no place in time. */
  default void noPlace(String name) {}
}

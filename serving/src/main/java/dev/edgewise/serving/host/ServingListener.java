package dev.edgewise.serving.host;

import dev.edgewise.serving.allocation.AllocationListener;
import dev.edgewise.serving.batch.LaneListener;
import dev.edgewise.serving.text.TextTimes;
import java.time.Duration;

/** Is told what models do, for metrics; must not block. */
public interface ServingListener extends AllocationListener, LaneListener {
  /** Nobody listens. */
  ServingListener NONE = new ServingListener() {};

  /**
   * A call of a model has ended.
   *
   * @param method for example {@code Infer}
   * @param ok whether it gave an answer
   */
  default void called(String model, String method, boolean ok, Duration took) {}

  /** A model is warm. */
  default void warmed(String model, int runs, Duration took, boolean settled) {}

  /** A text was written, to its end or as far as it went. */
  default void wrote(String model, TextTimes times) {}
}

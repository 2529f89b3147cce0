package dev.edgewise.serving.host;

import dev.edgewise.serving.protocol.ModelCatalogue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What a version of a model has done. Thread-safe. */
final class Counts {
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder inferences = new LongAdder();
  private final LongAdder executions = new LongAdder();
  private final LongAdder successNanos = new LongAdder();
  private final LongAdder failNanos = new LongAdder();
  private final LongAdder queueNanos = new LongAdder();
  private final LongAdder computeNanos = new LongAdder();
  private final AtomicLong lastMillis = new AtomicLong();
  private volatile boolean paused;

  /** While a model is warmed, before anybody can call it, its runs are nobody's. */
  void pause(boolean pause) {
    paused = pause;
  }

  void call(boolean ok, int items, long nanos, long atMillis) {
    if (ok) {
      succeeded.increment();
      inferences.add(items);
      successNanos.add(nanos);
    } else {
      failed.increment();
      failNanos.add(nanos);
    }
    lastMillis.set(atMillis);
  }

  long calls() {
    return succeeded.sum() + failed.sum();
  }

  void execution() {
    if (!paused) {
      executions.increment();
    }
  }

  void waited(long queued, long computed) {
    if (!paused) {
      queueNanos.add(queued);
      computeNanos.add(computed);
    }
  }

  ModelCatalogue.Counted of(String version) {
    return new ModelCatalogue.Counted(
        version,
        succeeded.sum(),
        failed.sum(),
        inferences.sum(),
        executions.sum(),
        successNanos.sum(),
        failNanos.sum(),
        queueNanos.sum(),
        computeNanos.sum(),
        lastMillis.get());
  }
}

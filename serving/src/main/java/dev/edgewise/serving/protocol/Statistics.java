package dev.edgewise.serving.protocol;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What inferences by this protocol came to, model by model, as its statistics extension asks.
 * Thread-safe.
 */
public final class Statistics {
  /** As many as a node may have models; of more, nothing is counted. */
  private static final int MOST_MODELS = 1_000;

  private final Map<String, Counts> models = new ConcurrentHashMap<>();

  /** Counts of one model. */
  static final class Counts {
    final LongAdder items = new LongAdder();
    final LongAdder successes = new LongAdder();
    final LongAdder successNanos = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder failureNanos = new LongAdder();
  }

  /**
   * Counts an inference that has ended.
   *
   * @param method full name of what was called; others than inferences are not counted
   * @param nanos that it took
   */
  public void ended(String method, boolean success, long nanos) {
    int slash = method.indexOf('/');
    if (!method.endsWith("/Infer") || models.size() > MOST_MODELS) {
      return;
    }
    String service = method.substring(0, slash);
    Counts counts =
        models.computeIfAbsent(service.substring(service.lastIndexOf('.') + 1), _ -> new Counts());
    if (success) {
      counts.items.increment();
      counts.successes.increment();
      counts.successNanos.add(nanos);
    } else {
      counts.failures.increment();
      counts.failureNanos.add(nanos);
    }
  }

  /** What there is of a model; zeros before its first inference. */
  Counts of(String simpleName) {
    return models.getOrDefault(simpleName, new Counts());
  }
}

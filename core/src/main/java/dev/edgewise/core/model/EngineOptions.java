package dev.edgewise.core.model;

/**
 * How to run a model.
 *
 * @param threads that one run may use, 1 to 64
 */
public record EngineOptions(int threads) {
  /** One thread a run: on small machines several calls at once beat one call on several threads. */
  public static final EngineOptions DEFAULT = new EngineOptions(1);

  public EngineOptions {
    if (threads < 1 || threads > 64) {
      throw new IllegalArgumentException("threads: " + threads + " (expected: 1 to 64)");
    }
  }
}

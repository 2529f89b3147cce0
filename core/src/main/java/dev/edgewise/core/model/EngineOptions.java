package dev.edgewise.core.model;

import static java.util.Objects.requireNonNull;

/**
 * How to run a model. An engine that has one way only ignores what speaks of others.
 *
 * @param threads that one run may use, 1 to 64
 * @param provider what computes
 * @param device which of the provider's devices, 0 to 63; of no meaning for the processor
 * @param fallback whether the processor will do when the provider cannot be had; otherwise loading
 *     is refused
 * @param arena what becomes of working memory between runs
 */
public record EngineOptions(
    int threads, Provider provider, int device, boolean fallback, Arena arena) {
  /** One thread a run: on small machines several calls at once beat one call on several threads. */
  public static final EngineOptions DEFAULT = new EngineOptions(1);

  public EngineOptions {
    if (threads < 1 || threads > 64) {
      throw new IllegalArgumentException("threads: " + threads + " (expected: 1 to 64)");
    }
    if (device < 0 || device > 63) {
      throw new IllegalArgumentException("device: " + device + " (expected: 0 to 63)");
    }
    requireNonNull(provider, "provider");
    requireNonNull(arena, "arena");
  }

  /** So many threads of the processor, all else as by default. */
  public EngineOptions(int threads) {
    this(threads, Provider.CPU, 0, false, Arena.DEFAULT);
  }
}

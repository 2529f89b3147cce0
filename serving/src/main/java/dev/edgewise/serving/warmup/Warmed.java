package dev.edgewise.serving.warmup;

import java.time.Duration;

/**
 * What a warm-up did.
 *
 * @param runs how many there were, from 1
 * @param took all of them together
 * @param first time of the first run: what a caller of a cold model would have waited
 * @param settled median time of the last runs: a first estimate of the model's service time
 * @param stable whether the run time had settled; false when a bound on runs or time ended the
 *     warm-up
 */
public record Warmed(int runs, Duration took, Duration first, Duration settled, boolean stable) {}

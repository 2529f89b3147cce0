/**
 * Load on a service: when calls are meant to be sent, sending them then, and what became of each.
 * Latency counts from the intended time, so that a service that stalls cannot hide what would have
 * been sent meanwhile (coordinated omission).
 */
@NullMarked
package dev.edgewise.bench.load;

import org.jspecify.annotations.NullMarked;

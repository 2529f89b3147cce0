/**
 * Metrics of a daemon in Prometheus' formats, over Micrometer: names and labels of the
 * OpenTelemetry conventions where they have one, {@code edgewise_…} for the rest, and a bound on
 * how many series there may be.
 */
@NullMarked
package dev.edgewise.daemon.metrics;

import org.jspecify.annotations.NullMarked;

package dev.edgewise.lab.nested;

import java.time.Duration;

/**
 * What a body sees of a call.
 *
 * @param label of the data, as text
 * @param traceId of the story that it belongs to
 * @param timeLeft until the deadline
 */
public record Sight(String label, String traceId, Duration timeLeft) {}

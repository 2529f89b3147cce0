package dev.edgewise.orchestrator.scale;

import static java.util.Objects.requireNonNull;

/**
 * What is wanted now, and why.
 *
 * @param nodes that should take calls or be on the way, without those that drain and without the
 *     warm pool; between the rule's {@code min} and {@code max}
 * @param because for people: the figures that decided
 * @param onTimePredicted the share of the calls to come that is expected to be on time with so many
 *     nodes, from 0 to 1
 * @param expectedPerSecond calls a second that it was decided for
 */
public record Advice(int nodes, String because, double onTimePredicted, double expectedPerSecond) {
  public Advice {
    requireNonNull(because, "because");
  }
}

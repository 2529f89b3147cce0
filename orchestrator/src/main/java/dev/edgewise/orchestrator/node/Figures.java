package dev.edgewise.orchestrator.node;

import java.util.OptionalDouble;

/**
 * What a node costs, as its operator says; empty is unknown.
 *
 * @param costPerHour in the fleet's currency
 * @param idleWatts what it draws when it does nothing
 * @param busyWatts what it draws at full load
 */
public record Figures(
    OptionalDouble costPerHour, OptionalDouble idleWatts, OptionalDouble busyWatts) {
  public Figures {
    costPerHour.ifPresent(value -> Limits.figure("figures.cost_per_hour", value));
    idleWatts.ifPresent(value -> Limits.figure("figures.idle_watts", value));
    busyWatts.ifPresent(value -> Limits.figure("figures.busy_watts", value));
  }

  /** Nothing is known. */
  public static Figures unknown() {
    return new Figures(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
  }
}

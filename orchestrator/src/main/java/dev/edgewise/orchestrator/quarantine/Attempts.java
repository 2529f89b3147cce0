package dev.edgewise.orchestrator.quarantine;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * How attempts of one service and tenant ended at one node, as one client says. Only those count
 * that tell of how the service fares there: the client leaves out what was refused for load or a
 * rule, was the caller's mistake, expired or was cancelled.
 *
 * @param node where they were sent
 * @param service full name
 * @param tenant whose calls they were, as the client says; may be empty
 * @param answered by a result or a declared exception, ≥ 0
 * @param faults by the node's fault: how many of which stable code, each ≥ 1
 */
public record Attempts(
    String node, String service, String tenant, int answered, Map<String, Integer> faults) {
  public Attempts {
    requireNonNull(node, "node");
    requireNonNull(service, "service");
    requireNonNull(tenant, "tenant");
    faults = Map.copyOf(faults);
    if (answered < 0) {
      throw new IllegalArgumentException("answered: " + answered + " (expected: ≥ 0)");
    }
  }
}

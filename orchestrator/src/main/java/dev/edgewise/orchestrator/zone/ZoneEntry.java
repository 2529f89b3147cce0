package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Trust;
import java.time.Duration;
import java.util.List;

/**
 * A zone as clients see it, also when no node of it runs.
 *
 * @param zone its name
 * @param trust how far the tenant trusts it
 * @param nodes that take calls now
 * @param starting nodes that will take calls soon
 * @param max nodes that it may have
 * @param coldStart how long a start takes until the node takes calls, as learned
 * @param methods that its nodes offer; none while no node of it has ever registered
 * @param accelerators that its nodes have; like the methods, what the last one said that registered
 * @param canStart whether a call may be held for it: nodes run, start, or can be started
 * @param because why not, for people; empty when it can
 */
public record ZoneEntry(
    String zone,
    Trust trust,
    int nodes,
    int starting,
    int max,
    Duration coldStart,
    List<ZoneMethod> methods,
    List<Accelerator> accelerators,
    boolean canStart,
    String because) {
  public ZoneEntry {
    requireNonNull(zone, "zone");
    requireNonNull(trust, "trust");
    requireNonNull(coldStart, "coldStart");
    methods = List.copyOf(methods);
    accelerators = List.copyOf(accelerators);
    requireNonNull(because, "because");
  }

  /** Whether its nodes offer a method, by its full name. */
  public boolean offers(String method) {
    return methods.stream().anyMatch(each -> each.method().equals(method));
  }
}

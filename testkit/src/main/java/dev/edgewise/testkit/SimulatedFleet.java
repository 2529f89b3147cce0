package dev.edgewise.testkit;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.sdk.invoke.CallLog;
import dev.edgewise.sdk.invoke.CallRecord;
import dev.edgewise.sdk.invoke.Surroundings;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A fleet on virtual time, with an orchestrator: the real client, router and invoker against nodes
 * that are a way, some slots and a line. Nodes answer a request with its own bytes. Deterministic,
 * and for one thread.
 *
 * <pre>{@code
 * SimulatedFleet fleet = new SimulatedFleet();
 * SimulatedNode near = fleet.edge("near", Set.of("shop.v1.Vision/detect"), 2, Duration.ofMillis(10));
 * Edgewise eco = Edgewise.builder().orchestrator("simulated:7443").surroundings(fleet.surroundings()).build();
 * near.queue(Duration.ofMillis(200));
 * fleet.time().pass(Duration.ofSeconds(2));
 * }</pre>
 */
public final class SimulatedFleet {
  private final VirtualTime time = new VirtualTime();
  private final SimulatedOrchestrator orchestrator = new SimulatedOrchestrator(time);
  private final Map<String, SimulatedNode> nodes = new LinkedHashMap<>();
  private final List<CallRecord> records = new ArrayList<>();
  private Consumer<SimulatedNode> onStart = node -> {};

  /** An empty one. */
  public SimulatedFleet() {}

  /** The time on which all of it lives. */
  public VirtualTime time() {
    return time;
  }

  /** The orchestrator. */
  public SimulatedOrchestrator orchestrator() {
    return orchestrator;
  }

  /**
   * Adds an edge node, at an own site of the same name, and registers it.
   *
   * @param methods full names of what it offers
   * @param slots calls that it runs at the same time
   * @param service how long each of them runs
   */
  public SimulatedNode edge(String name, Set<String> methods, int slots, Duration service) {
    return add(new Node(name, Tier.EDGE, new Site(name, Trust.OWN)), methods, slots, service);
  }

  /** Adds a node of a zone, and registers it; for the rest see {@link #edge}. */
  public SimulatedNode cloud(
      String name, String zone, Set<String> methods, int slots, Duration service) {
    return add(new Node(name, Tier.CLOUD, new Site(zone, Trust.OWN)), methods, slots, service);
  }

  /**
   * Adds a zone without a node, which has one {@code coldStart} after it was woken.
   *
   * @param methods full names of what its nodes offer
   * @param slots calls that each of them runs at the same time
   * @param service how long each call runs
   */
  public SimulatedZone zone(
      String name,
      Trust trust,
      Set<String> methods,
      int slots,
      Duration service,
      Duration coldStart) {
    Site site = new Site(name, trust);
    SimulatedZone zone =
        new SimulatedZone(
            site,
            methods,
            coldStart,
            time,
            node -> add(new Node(node, Tier.CLOUD, site), methods, slots, service),
            orchestrator::changed);
    orchestrator.scales(name, zone);
    return zone;
  }

  /** What is done to each node that is added from now on, before it takes a call. */
  public void onStart(Consumer<SimulatedNode> next) {
    onStart = next;
  }

  private SimulatedNode add(Node node, Set<String> methods, int slots, Duration service) {
    SimulatedNode simulated = new SimulatedNode(node, methods, slots, service, time);
    nodes.put(node.name(), simulated);
    onStart.accept(simulated);
    orchestrator.register(simulated);
    return simulated;
  }

  /** The surroundings of one client of this fleet. */
  public Surroundings surroundings() {
    return new Surroundings(
        time, time, new Random(7), new Ways(), new Kept(), Optional.of(orchestrator));
  }

  /** How each call that has ended went, in the order in which they ended. */
  public List<CallRecord> records() {
    return List.copyOf(records);
  }

  private final class Ways implements Transport {
    @Override
    public Link open(String address, Link.Listener listener) {
      SimulatedNode node = nodes.get(address);
      if (node == null) {
        throw new IllegalArgumentException(
            "address: " + address + " (expected: one of " + nodes.keySet() + ")");
      }
      return node.open(listener);
    }

    @Override
    public void close() {}
  }

  private final class Kept implements CallLog {
    @Override
    public void record(CallRecord record) {
      records.add(record);
    }

    @Override
    public void close() {}
  }
}

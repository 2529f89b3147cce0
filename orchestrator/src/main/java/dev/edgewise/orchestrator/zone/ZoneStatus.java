package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What operators are told of one zone.
 *
 * @param wanted nodes that should take calls
 * @param because why so many
 * @param nodes all processes of it, by name
 * @param hold what an operator keeps it at
 * @param trouble why nothing is started; empty when starts are not blocked
 * @param coldStart learned, from the start to the first call that it takes
 * @param counts since the orchestrator's start
 * @param costSoFar of its nodes since the orchestrator's start, in the fleet's currency
 * @param services full names of what its nodes offer
 * @param accelerators that its nodes have
 * @param events the last, newest first
 */
public record ZoneStatus(
    String zone,
    Trust trust,
    int min,
    int max,
    int warm,
    double onTimeTarget,
    int wanted,
    String because,
    List<Node> nodes,
    Optional<Hold> hold,
    String trouble,
    Duration coldStart,
    Counts counts,
    double costSoFar,
    List<String> services,
    List<Accelerator> accelerators,
    List<ZoneEvent> events) {
  /** As many events are kept. */
  public static final int MOST_EVENTS = 20;

  public ZoneStatus {
    requireNonNull(zone, "zone");
    requireNonNull(trust, "trust");
    requireNonNull(because, "because");
    nodes = List.copyOf(nodes);
    requireNonNull(hold, "hold");
    requireNonNull(trouble, "trouble");
    requireNonNull(coldStart, "coldStart");
    requireNonNull(counts, "counts");
    services = List.copyOf(services);
    accelerators = List.copyOf(accelerators);
    events = List.copyOf(events);
  }

  /** How many nodes are in a phase, by its word. */
  public int in(NodePhase phase) {
    return (int) nodes.stream().filter(node -> node.phase() == phase).count();
  }

  /**
   * One process.
   *
   * @param since when its phase began
   * @param process what the back-end calls it, for people: {@code pid 4711}
   */
  public record Node(String name, NodePhase phase, Instant since, String process) {}

  /**
   * What an operator keeps a zone at.
   *
   * @param until empty until it is released
   */
  public record Hold(int nodes, Optional<Instant> until) {}

  /**
   * What has happened since the orchestrator's start.
   *
   * @param starts that were made
   * @param coldStarts starts from zero nodes
   * @param failures starts that came to nothing
   * @param deaths nodes that ended without having been asked, or had to be ended because they
   *     answered no more
   */
  public record Counts(long starts, long coldStarts, long failures, long deaths) {}
}

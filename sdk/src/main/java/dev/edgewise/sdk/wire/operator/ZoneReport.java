package dev.edgewise.sdk.wire.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A zone whose nodes an orchestrator starts and ends, for tables; {@code json} has all of it, for
 * programs. States are lower-case words.
 *
 * @param onTimeTarget the share of calls that should end within their deadline
 * @param wanted nodes that should take calls
 * @param because why so many
 * @param nodes all processes, those that start and end included
 * @param hold what an operator keeps it at; empty while the scaler decides
 * @param trouble why nothing is started; empty when starts are not blocked
 * @param coldStart from a start to the first call that the node takes, as learned
 * @param counts since the orchestrator's start
 * @param costSoFar since the orchestrator's start, in the fleet's currency
 * @param accelerators that its nodes have, in words, also while none runs
 * @param events the last that was done with it, newest first
 * @param json {@code edgewise.v1.ZoneState} in protobuf's JSON, every field present
 */
public record ZoneReport(
    String zone,
    String trust,
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
    List<String> accelerators,
    List<Event> events,
    String json) {
  public ZoneReport {
    nodes = List.copyOf(nodes);
    services = List.copyOf(services);
    accelerators = List.copyOf(accelerators);
    events = List.copyOf(events);
  }

  /** How many of its processes are in a phase, by its word. */
  public long in(String phase) {
    return nodes.stream().filter(node -> node.phase().equals(phase)).count();
  }

  /**
   * One process.
   *
   * @param phase starting, ready, warm, draining or ending
   * @param since when that began
   * @param process what runs it calls it, for people
   */
  public record Node(String name, String phase, Optional<Instant> since, String process) {}

  /**
   * What an operator keeps it at.
   *
   * @param until empty when it lasts until it is released
   */
  public record Hold(int nodes, Optional<Instant> until) {}

  /**
   * What has happened.
   *
   * @param coldStarts starts from zero nodes
   * @param failures starts that came to nothing
   * @param deaths nodes that ended without having been asked
   */
  public record Counts(long starts, long coldStarts, long failures, long deaths) {}

  /**
   * Something that was done with it.
   *
   * @param node empty when it was about the zone
   * @param json {@code edgewise.v1.ZoneHappening} in protobuf's JSON
   */
  public record Event(
      Optional<Instant> time, String zone, String node, String what, String because, String json) {}
}

package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Names;
import dev.edgewise.core.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the nodes of a zone are started with, and how many there may be.
 *
 * @param zone its name, at most {@value #LONGEST_NAME} characters; nodes are {@code zone-1} and on
 * @param services jars, or folders of classes
 * @param models a model repository
 * @param min nodes that always run, ≥ 0
 * @param max nodes, in whatever phase, ≥ min
 * @param warm nodes that are ready and kept from calls until they are needed, as far as max allows
 * @param onTimeTarget share of calls that should end within their deadline, 0.5 to 0.9999
 * @param hold how long the target has to hold without a node before it is ended
 * @param costPerHour of one node, in the fleet's currency
 * @param foreign whether others start and end its nodes by the number that is wanted here
 * @param process how its processes are started
 * @param limits what counts as failed
 */
public record ZoneTemplate(
    String zone,
    Trust trust,
    List<Path> services,
    Optional<Path> models,
    int min,
    int max,
    int warm,
    double onTimeTarget,
    Duration hold,
    double costPerHour,
    boolean foreign,
    Processes process,
    Patience limits) {
  /** Leaves room for a dash and a number. */
  public static final int LONGEST_NAME = 50;

  /** Nodes that one zone of one machine may have. */
  public static final int MOST_NODES = 100;

  /**
   * How a process is started.
   *
   * @param memory bytes of its heap
   * @param jvm more flags of its JVM
   * @param flags more options of its agent
   */
  public record Processes(long memory, List<String> jvm, List<String> flags) {
    public Processes {
      jvm = List.copyOf(jvm);
      flags = List.copyOf(flags);
    }
  }

  /**
   * What counts as failed.
   *
   * @param start a node that is not ready after so long has failed
   * @param drain calls of a node that is to end have so long
   * @param repairs nodes that are replaced within ten minutes at most
   */
  public record Patience(Duration start, Duration drain, int repairs) {
    public Patience {
      requireNonNull(start, "start");
      requireNonNull(drain, "drain");
    }
  }

  public ZoneTemplate {
    Names.check("zone", zone);
    requireNonNull(trust, "trust");
    services = List.copyOf(services);
    requireNonNull(models, "models");
    requireNonNull(hold, "hold");
    requireNonNull(process, "process");
    requireNonNull(limits, "limits");
    if (zone.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "zone: \"" + zone + "\" (expected: at most " + LONGEST_NAME + " characters)");
    }
    if (min < 0 || max < Math.max(1, min) || max > MOST_NODES || warm < 0 || warm > max) {
      throw new IllegalArgumentException(
          "min, max, warm: "
              + min
              + ", "
              + max
              + ", "
              + warm
              + " (expected: 0 ≤ min ≤ max, 1 ≤ max ≤ "
              + MOST_NODES
              + ", 0 ≤ warm ≤ max)");
    }
  }
}

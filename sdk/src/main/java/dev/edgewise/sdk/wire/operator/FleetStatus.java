package dev.edgewise.sdk.wire.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fleet as its orchestrator sees it, for tables; {@code json} has all of it, for programs. States
 * are lower-case words.
 *
 * @param orchestrator who says so
 * @param nodes by tier, site and name; those that died or left lately too
 * @param services what is offered, by name
 * @param clients who watches the fleet
 * @param json {@code edgewise.v1.FleetStatus} in protobuf's JSON, every field present
 */
public record FleetStatus(
    Orchestrator orchestrator,
    List<Node> nodes,
    List<Service> services,
    List<Client> clients,
    String json) {
  /** What the orchestrator's own gateway calls itself among the clients. */
  private static final String GATEWAY = "gateway";

  public FleetStatus {
    nodes = List.copyOf(nodes);
    services = List.copyOf(services);
    clients = List.copyOf(clients);
  }

  /** Whether at least so many nodes are alive, and so many applications have been given a view. */
  public boolean isWhole(int alive, int applications) {
    return nodes.stream().filter(node -> node.liveness().equals("alive")).count() >= alive
        && clients.stream()
                .filter(client -> !client.name().equals(GATEWAY) && client.viewVersion() > 0)
                .count()
            >= applications;
  }

  /**
   * The orchestrator itself.
   *
   * @param version of its software
   * @param started when; empty when it does not say
   * @param viewVersion of the newest view
   * @param settling whether stored nodes are still being waited for
   * @param decisionsDropped decisions that clients dropped because they came too fast
   * @param now when this was said, by its clock; ages are reckoned from it
   * @param registry how publishing in a registry goes; empty when none is configured
   * @param httpPort where it answers by HTTP, on the same host; 0 when it does not say
   */
  public record Orchestrator(
      String version,
      Optional<Instant> started,
      long viewVersion,
      boolean settling,
      long decisionsDropped,
      Optional<Instant> now,
      Optional<Registry> registry,
      int httpPort) {}

  /**
   * A registry in which the fleet is published.
   *
   * @param address of it, {@code consul://host:8500}
   * @param away whether it does not answer; the fleet works on
   * @param because why it is away, for people; else empty
   * @param since when it went away or came back
   * @param entries that it holds
   * @param leftOut entries that are not published, because there are too many
   */
  public record Registry(
      String address,
      boolean away,
      String because,
      Optional<Instant> since,
      int entries,
      int leftOut) {}

  /**
   * A node.
   *
   * @param name unique in the fleet
   * @param tier {@code edge} or {@code cloud}
   * @param site where it stands
   * @param trust of its site, as a word
   * @param address where callers reach it, {@code host:port}
   * @param liveness {@code alive}, {@code suspect}, {@code islanded}, {@code dead} or {@code left}
   * @param since when it got into that state
   * @param because why, for people; empty when it is simply alive
   * @param draining whether it takes no new calls
   * @param drainAsked whether an operator asked for that
   * @param drainApplied whether it has said that it did what was asked
   * @param epoch of its lease
   * @param leaseLeft until the lease ends; negative when it has ended
   * @param lease how long a lease is
   * @param load how busy it is, when it has said so
   * @param services full names of what it offers
   * @param models what its services run
   * @param machine the computer in words: system, cores, memory; empty while unknown
   * @param accelerators in words, for example {@code gpu NVIDIA T4 16.0 GB}
   * @param costPerHour in the fleet's currency, when an operator has said so
   * @param tags free words
   * @param version of the agent's software
   * @param reachedBy names of clients that reach it
   * @param calls what calls came to there
   * @param share of the calls per second of the last 10 s on its tier, 0 to 1
   * @param serving how its models and lanes are; empty while it has not said
   * @param quarantines services that get no calls there, or hardly any
   * @param json {@code edgewise.v1.NodeStatus} in protobuf's JSON, every field present
   */
  public record Node(
      String name,
      String tier,
      String site,
      String trust,
      String address,
      String liveness,
      Optional<Instant> since,
      String because,
      boolean draining,
      boolean drainAsked,
      boolean drainApplied,
      long epoch,
      Duration leaseLeft,
      Duration lease,
      Optional<NodeLoad> load,
      List<String> services,
      List<Model> models,
      String machine,
      List<String> accelerators,
      Optional<Double> costPerHour,
      List<String> tags,
      String version,
      List<String> reachedBy,
      Calls calls,
      double share,
      Optional<Serving> serving,
      List<Quarantined> quarantines,
      String json) {
    public Node {
      quarantines = List.copyOf(quarantines);
      services = List.copyOf(services);
      models = List.copyOf(models);
      accelerators = List.copyOf(accelerators);
      tags = List.copyOf(tags);
      reachedBy = List.copyOf(reachedBy);
    }
  }

  /**
   * A service that gets no calls on a node, or hardly any.
   *
   * @param service full name
   * @param stage {@code asked} by an operator, {@code closed} because it failed there, or {@code
   *     trial}
   * @param since when that began
   * @param until when it ends by itself; empty when it does not
   * @param times in a row, this one included; 0 for one that an operator asked for
   * @param words all of it, to be read behind the name of the node
   */
  public record Quarantined(
      String service,
      String stage,
      Optional<Instant> since,
      Optional<Instant> until,
      int times,
      String words) {}

  /**
   * How busy a node is.
   *
   * @param inFlight calls that run
   * @param queued calls that wait
   * @param slots calls that can run at the same time without slowing each other
   * @param meanServiceMillis of recent calls; 0 while unknown
   * @param age of this report
   */
  public record NodeLoad(
      int inFlight, int queued, int slots, double meanServiceMillis, Duration age) {}

  /**
   * A model on a node.
   *
   * @param name its name
   * @param engine that runs it, for example {@code tflite}
   * @param service that uses it
   */
  public record Model(String name, String engine, String service) {}

  /**
   * What a node serves and how that goes.
   *
   * @param models every model that it could serve
   * @param lanes where calls were put together lately
   * @param generations streams that are being generated, or ended a moment ago
   */
  public record Serving(
      List<ServedModel> models, List<Lane> lanes, List<GenerationPart> generations) {
    public Serving {
      models = List.copyOf(models);
      lanes = List.copyOf(lanes);
      generations = List.copyOf(generations);
    }

    /** Bytes of the models that are in memory now. */
    public long memoryBytes() {
      return models.stream()
          .filter(model -> model.state().equals("ready"))
          .mapToLong(ServedModel::memoryBytes)
          .sum();
    }

    /** The node's bound for all of its models; 0 while unknown. */
    public long budgetBytes() {
      return models.stream().mapToLong(ServedModel::budgetBytes).max().orElse(0);
    }
  }

  /**
   * A model that a node could serve.
   *
   * @param name its name
   * @param version of it; may be empty
   * @param engine that runs it, or {@code pipeline}
   * @param state {@code cold}, {@code loading}, {@code ready} or {@code failed}
   * @param because why it failed, for people; else empty
   * @param memoryBytes that it takes while it is loaded; 0 while unknown
   * @param load how long its last load took, warm-up included; zero while unknown
   * @param calls since the agent's start
   * @param budgetBytes the node's bound for all of its models
   */
  public record ServedModel(
      String name,
      String version,
      String engine,
      String state,
      String because,
      long memoryBytes,
      Duration load,
      long calls,
      long budgetBytes) {}

  /**
   * A lane of a node: calls that may be put together.
   *
   * @param method {@code edgewise.models.v1.captions/Nearest}
   * @param shape what its calls have in common, for people
   * @param waiting calls
   * @param cap the most calls that it puts together now
   * @param batches by size: of one call, of 2, of 3 to 4, 5 to 8, 9 to 16 and so on
   * @param verdicts calls since the agent's start by what became of them: {@code completed}, {@code
   *     refused}, {@code failed}, {@code cancelled}
   * @param waitMillis half of the recent calls waited at most so long
   * @param batchMillis half of the recent batches took at most so long
   */
  public record Lane(
      String method,
      String shape,
      int waiting,
      int cap,
      List<Long> batches,
      Map<String, Long> verdicts,
      double waitMillis,
      double batchMillis) {
    public Lane {
      batches = List.copyOf(batches);
      verdicts = Map.copyOf(verdicts);
    }
  }

  /**
   * What calls came to in the last 10 s.
   *
   * @param perSecond calls per second
   * @param p50Millis half of them took no longer
   * @param p99Millis 99 in 100 took no longer
   * @param failedPerSecond refused, expired and failed ones
   * @param escalatedPerSecond those that the cascade took on to the cloud
   * @param total calls since the orchestrator's start
   * @param failedTotal of those, the ones that were refused, expired or failed
   */
  public record Calls(
      double perSecond,
      double p50Millis,
      double p99Millis,
      double failedPerSecond,
      double escalatedPerSecond,
      long total,
      long failedTotal) {}

  /**
   * A service.
   *
   * @param name full protobuf name
   * @param methods by name
   * @param nodes that offer any of it
   * @param trouble that it fails on all nodes of a tier alike, with what is known; else empty
   * @param json {@code edgewise.v1.ServiceStatus} in protobuf's JSON, every field present
   */
  public record Service(
      String name, List<Method> methods, List<String> nodes, String trouble, String json) {
    public Service {
      methods = List.copyOf(methods);
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * A method.
   *
   * @param name without the service
   * @param preferredTier {@code edge} or {@code cloud}
   * @param deadline how long a caller waits when it does not say otherwise
   * @param idempotent whether running it twice does no harm
   * @param label the least label of a call
   * @param cascade whether the edge is asked first
   * @param edgeNodes edge nodes that offer it
   * @param cloudNodes cloud nodes that offer it
   * @param calls what calls came to
   */
  public record Method(
      String name,
      String preferredTier,
      Duration deadline,
      boolean idempotent,
      String label,
      boolean cascade,
      List<String> edgeNodes,
      List<String> cloudNodes,
      Calls calls) {
    public Method {
      edgeNodes = List.copyOf(edgeNodes);
      cloudNodes = List.copyOf(cloudNodes);
    }
  }

  /**
   * An application, or an agent that calls others.
   *
   * @param name what it calls itself
   * @param site where it stands; may be empty
   * @param version of its SDK
   * @param since when it connected
   * @param viewVersion of the view that it was sent last
   */
  public record Client(
      String name, String site, String version, Optional<Instant> since, long viewVersion) {}
}

package dev.edgewise.agent.metrics;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.control.LeaseStatus;
import dev.edgewise.agent.serve.Admission;
import dev.edgewise.agent.serve.CallMeter;
import dev.edgewise.agent.serve.GenerationBoard;
import dev.edgewise.agent.serve.GenerationMeter;
import dev.edgewise.agent.serve.HealthWatch;
import dev.edgewise.annotations.Label;
import dev.edgewise.core.Clock;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Node;
import dev.edgewise.serving.batch.LaneListener;
import dev.edgewise.serving.cache.ResultCache;
import dev.edgewise.serving.calls.BatchedCalls;
import dev.edgewise.serving.host.ServingHost;
import dev.edgewise.serving.host.ServingListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * An agent's metrics: of its calls here, of all else by what {@link #lanes}, {@link #models} and
 * {@link #generations} are told. Calls are named as the OpenTelemetry conventions for RPC do.
 * Thread-safe; a call costs two look-ups in maps and the recording.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/rpc/rpc-metrics/">RPC metrics</a>
 */
public final class AgentMetrics implements CallMeter {
  /** The convention's bounds, and below them three for calls to the next room. */
  private static final Duration[] BOUNDS = {
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofNanos(2_500_000),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(75),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofMillis(750),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofMillis(7_500),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final LaneMetrics lanes;
  private final ModelMetrics models;
  private final CacheMetrics cache;
  private final GenerationMetrics generations;
  private final Map<String, Map<String, Timer>> timers = new ConcurrentHashMap<>();
  private final Map<ErrorCode, Counter> refusals = new ConcurrentHashMap<>();
  private final Map<Label, Counter> denials = new ConcurrentHashMap<>();

  /** FunctionCounters hold what they ask only weakly. */
  private final List<Supplier<LeaseStatus>> leases = new CopyOnWriteArrayList<>();

  /** Metrics that go to {@code registry}. */
  public AgentMetrics(MeterRegistry registry, Clock clock) {
    this.registry = requireNonNull(registry, "registry");
    this.lanes = new LaneMetrics(registry);
    this.models = new ModelMetrics(registry, lanes);
    this.cache = new CacheMetrics(registry, clock);
    this.generations = new GenerationMetrics(registry);
  }

  /** Hears what becomes of calls in the lanes of batched methods. */
  public LaneListener lanes() {
    return lanes;
  }

  /** Hears what becomes of models, and of calls in their lanes. */
  public ServingListener models() {
    return models;
  }

  /** Hears what becomes of generations. */
  public GenerationMeter generations() {
    return generations;
  }

  /** Shows how much memory models take, and how all lanes stand. */
  public void serving(ServingHost host, BatchedCalls calls) {
    models.memory(host);
    lanes.show(host, calls);
  }

  /** Shows a cache that has been opened. */
  public void cache(ResultCache opened) {
    cache.show(opened);
  }

  /** Shows how many generations run. */
  public void board(GenerationBoard board) {
    generations.show(board);
  }

  /** Shows who the node is. */
  public void node(Node node, String version) {
    Gauge.builder("edgewise.node.info", () -> 1)
        .description("Who this node is")
        .tag("node", node.name())
        .tag("tier", word(node.tier()))
        .tag("site", node.site().name())
        .tag("version", version)
        .register(registry);
  }

  /** Shows how busy the node is. */
  public void admission(Admission admission) {
    Gauge.builder("edgewise.calls.in.flight", admission, each -> each.slots().inFlight())
        .description("Calls that run now")
        .register(registry);
    Gauge.builder("edgewise.queue.depth", admission, each -> each.slots().queued())
        .description("Calls that wait for a slot")
        .register(registry);
    Gauge.builder("edgewise.streams.open", admission, Admission::openStreams)
        .description("Streams that are open; they are not among the calls that run")
        .register(registry);
    Gauge.builder("edgewise.node.draining", admission, each -> each.slots().draining() ? 1 : 0)
        .description("1 while no new calls are taken")
        .register(registry);
  }

  /** Shows whether a service's body is healthy. */
  public void service(String service, HealthWatch health) {
    Gauge.builder(
            "edgewise.service.healthy", health, watch -> watch.complaint(service).isEmpty() ? 1 : 0)
        .description("1 while the body of the service takes calls")
        .tag("service", service)
        .register(registry);
  }

  /** Shows how the node stands with its orchestrator. */
  public void lease(Supplier<LeaseStatus> status) {
    leases.add(status);
    Gauge.builder("edgewise.lease.held", status, each -> each.get().held() ? 1 : 0)
        .description("1 while the node is registered with the orchestrator")
        .register(registry);
    Gauge.builder(
            "edgewise.lease.heard.age",
            status,
            each -> each.get().sinceHeard().map(age -> age.toNanos() / 1e9).orElse(Double.NaN))
        .description("Since the orchestrator last said anything")
        .baseUnit("seconds")
        .register(registry);
    FunctionCounter.builder(
            "edgewise.lease.registrations", status, each -> each.get().registrations())
        .description("Leases that were granted")
        .register(registry);
    FunctionCounter.builder("edgewise.lease.losses", status, each -> each.get().losses())
        .description("Leases that were lost without having been given back")
        .register(registry);
  }

  @Override
  public void ended(String method, String status, long nanos) {
    Map<String, Timer> ofMethod = timers.get(method);
    if (ofMethod == null) {
      ofMethod = timers.computeIfAbsent(method, name -> new ConcurrentHashMap<>());
    }
    Timer timer = ofMethod.get(status);
    if (timer == null) {
      timer = ofMethod.computeIfAbsent(status, name -> timer(method, name));
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void refused(ErrorCode because) {
    refusals.computeIfAbsent(because, this::refusals).increment();
  }

  @Override
  public void labelDenied(Label label) {
    denials.computeIfAbsent(label, this::denials).increment();
  }

  private Counter refusals(ErrorCode because) {
    return Counter.builder("edgewise.calls.refused")
        .description("Calls that were turned away before their body saw them")
        .tag("reason", word(because))
        .register(registry);
  }

  private Counter denials(Label label) {
    return Counter.builder("edgewise.label.denied")
        .description("Calls that were turned away because this node may not see their data")
        .tag("label", word(label))
        .register(registry);
  }

  private Timer timer(String method, String status) {
    return Timer.builder("rpc.server.call.duration")
        .description("How long calls took, from their first byte to their answer")
        .tag("rpc.system.name", "grpc")
        .tag("rpc.method", method)
        .tag("rpc.response.status_code", status)
        .serviceLevelObjectives(BOUNDS)
        .register(registry);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

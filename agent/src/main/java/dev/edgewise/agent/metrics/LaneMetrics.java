package dev.edgewise.agent.metrics;

import static java.util.Objects.requireNonNull;

import dev.edgewise.serving.batch.LaneListener;
import dev.edgewise.serving.batch.LaneSnapshot;
import dev.edgewise.serving.batch.Verdict;
import dev.edgewise.serving.calls.BatchedCalls;
import dev.edgewise.serving.host.ServingHost;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Metrics of the lanes in which calls of models and items of batched methods wait: a lane here is a
 * method, or a version of a model; what it is called with is no label. Thread-safe.
 */
final class LaneMetrics implements LaneListener {
  private static final double[] SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024};
  private static final Duration[] WAITS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(10)
  };

  /** A blank and eight digits of a profile's digest. */
  private static final int PROFILE = 9;

  private static final String VERSION = " version ";

  private final MeterRegistry registry;
  private final Map<String, Map<String, Counter>> verdicts = new ConcurrentHashMap<>();
  private final Map<String, DistributionSummary> sizes = new ConcurrentHashMap<>();
  private final Map<String, Timer> waits = new ConcurrentHashMap<>();
  private final Map<String, Timer> runs = new ConcurrentHashMap<>();

  private volatile Supplier<List<LaneSnapshot>> lanes = List::of;

  /** Metrics that go to {@code registry}. */
  LaneMetrics(MeterRegistry registry) {
    this.registry = requireNonNull(registry, "registry");
  }

  /** Shows how the lanes stand, each from the first call on that came to it. */
  void show(ServingHost models, BatchedCalls calls) {
    lanes = () -> Stream.concat(models.lanes().stream(), calls.lanes().stream()).toList();
  }

  private void gauges(String lane) {
    gauge(
        lane,
        "waiting",
        "Items that wait",
        "",
        each -> each.mapToDouble(LaneSnapshot::waiting).sum());
    gauge(
        lane,
        "cap",
        "The most items that run together now",
        "",
        each -> each.mapToDouble(LaneSnapshot::cap).max().orElse(0));
    gauge(
        lane,
        "expected.wait",
        "Until an item that comes now would start, in the lane where that is longest",
        "seconds",
        each -> each.mapToDouble(one -> one.outlook().waitNanos()).max().orElse(0) / 1e9);
  }

  private void gauge(
      String lane,
      String what,
      String description,
      String unit,
      ToDoubleFunction<Stream<LaneSnapshot>> figure) {
    Gauge.builder(
            "edgewise.lane." + what,
            this,
            self ->
                figure.applyAsDouble(
                    self.lanes.get().stream().filter(each -> name(each.family()).equals(lane))))
        .description(description)
        .baseUnit(unit.isEmpty() ? null : unit)
        .tag("lane", lane)
        .register(registry);
  }

  /**
   * A family is a method, or a version of a model under a profile. Callers can ask for ever new
   * profiles: they are no label.
   */
  static String name(String family) {
    int at = family.length() - PROFILE;
    return at > 0
            && family.charAt(at) == ' '
            && family.contains(VERSION)
            && family.indexOf(VERSION) + VERSION.length() < at
        ? family.substring(0, at)
        : family;
  }

  @Override
  public void answered(String family, Verdict<?> verdict) {
    String lane = name(family);
    verdicts
        .computeIfAbsent(
            lane,
            name -> {
              gauges(name);
              return new ConcurrentHashMap<>();
            })
        .computeIfAbsent(
            verdict.label(),
            label ->
                Counter.builder("edgewise.lane.items")
                    .description("What became of items that came to lanes")
                    .tag("lane", lane)
                    .tag("verdict", label)
                    .register(registry))
        .increment();
    if (verdict instanceof Verdict.Completed<?> completed) {
      waits
          .computeIfAbsent(
              lane,
              name ->
                  Timer.builder("edgewise.lane.wait.duration")
                      .description("How long items waited until their batch began")
                      .tag("lane", name)
                      .serviceLevelObjectives(WAITS)
                      .register(registry))
          .record(completed.waitedNanos(), TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void ran(String family, int size, long nanos, boolean failed) {
    String lane = name(family);
    sizes
        .computeIfAbsent(
            lane,
            name ->
                DistributionSummary.builder("edgewise.lane.batch.size")
                    .description("Items that ran together")
                    .tag("lane", name)
                    .serviceLevelObjectives(SIZES)
                    .register(registry))
        .record(size);
    runs.computeIfAbsent(
            lane,
            name ->
                Timer.builder("edgewise.lane.run.duration")
                    .description("How long batches ran")
                    .tag("lane", name)
                    .serviceLevelObjectives(WAITS)
                    .register(registry))
        .record(nanos, TimeUnit.NANOSECONDS);
  }
}

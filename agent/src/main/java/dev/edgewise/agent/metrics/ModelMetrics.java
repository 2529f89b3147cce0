package dev.edgewise.agent.metrics;

import static java.util.Objects.requireNonNull;

import dev.edgewise.serving.batch.LaneListener;
import dev.edgewise.serving.batch.Verdict;
import dev.edgewise.serving.host.ServingHost;
import dev.edgewise.serving.host.ServingListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Metrics of a node's models. Thread-safe. */
final class ModelMetrics implements ServingListener {
  private final MeterRegistry registry;
  private final LaneListener lanes;

  /**
   * Metrics that go to {@code registry}.
   *
   * @param lanes hears what becomes of calls in the lanes of models
   */
  ModelMetrics(MeterRegistry registry, LaneListener lanes) {
    this.registry = requireNonNull(registry, "registry");
    this.lanes = requireNonNull(lanes, "lanes");
  }

  @Override
  public void answered(String family, Verdict<?> verdict) {
    lanes.answered(family, verdict);
  }

  @Override
  public void ran(String family, int size, long nanos, boolean failed) {
    lanes.ran(family, size, nanos, failed);
  }

  /** Shows how much memory models take. */
  void memory(ServingHost host) {
    Gauge.builder("edgewise.model.memory.used", host, ServingHost::usedBytes)
        .description("Memory that models take, those that are coming and going included")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("edgewise.model.memory.budget", host, ServingHost::budget)
        .description("Memory that models may take")
        .baseUnit("bytes")
        .register(registry);
  }

  @Override
  public void loaded(String name, Duration took, long bytes) {
    Timer.builder("edgewise.model.load.duration")
        .description("How long loading a model took, with its warm-up")
        .tag("model", name)
        .register(registry)
        .record(took);
  }

  @Override
  public void failed(String name, RuntimeException because) {
    counter("edgewise.model.load.failures", "Loads that failed", name).increment();
  }

  @Override
  public void unloaded(String name, long bytes, boolean asked) {
    Counter.builder("edgewise.model.unloads")
        .description("Models that left memory")
        .tag("model", name)
        .tag("reason", asked ? "asked" : "evicted")
        .register(registry)
        .increment();
  }

  @Override
  public void noPlace(String name) {
    counter(
            "edgewise.model.no.place",
            "Calls that were turned away because their model found no place in memory",
            name)
        .increment();
  }

  @Override
  public void called(String model, String method, boolean ok, Duration took) {
    Counter.builder("edgewise.model.calls")
        .description("Calls of models")
        .tag("model", model)
        .tag("outcome", ok ? "ok" : "failed")
        .register(registry)
        .increment();
  }

  private Counter counter(String metric, String description, String model) {
    return Counter.builder(metric).description(description).tag("model", model).register(registry);
  }
}

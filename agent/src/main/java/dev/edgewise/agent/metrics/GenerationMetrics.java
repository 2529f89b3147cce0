package dev.edgewise.agent.metrics;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.serve.GenerationBoard;
import dev.edgewise.agent.serve.GenerationMeter;
import dev.edgewise.agent.serve.GenerationView;
import dev.edgewise.agent.serve.Progress;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Metrics of generations, by method: hosted ones only, so that callers cannot make series.
 * Thread-safe; a chunk costs one look-up and one addition.
 */
final class GenerationMetrics implements GenerationMeter {
  /** From a warm prompt to a long one on a slow device. */
  private static final Duration[] FIRST_BOUNDS = {
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  private static final double[] RATE_BOUNDS = {1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000};

  private final MeterRegistry registry;
  private final Map<String, Counter> units = new ConcurrentHashMap<>();

  /** Metrics that go to {@code registry}. */
  GenerationMetrics(MeterRegistry registry) {
    this.registry = requireNonNull(registry, "registry");
  }

  /** Shows how many run. */
  void show(GenerationBoard board) {
    Gauge.builder("edgewise.generation.running", board, GenerationBoard::running)
        .description("Streams of resumable methods that are being generated")
        .register(registry);
  }

  @Override
  public void began(String method, int leg) {
    Counter.builder("edgewise.generation.begun")
        .description("Streams of resumable methods that this node was given")
        .tag("method", method)
        .tag("resumed", Boolean.toString(leg > 1))
        .register(registry)
        .increment();
  }

  @Override
  public void firstChunk(String method, long nanos) {
    Timer.builder("edgewise.generation.first.chunk.duration")
        .description("From the request's arrival to the first chunk that this node sent")
        .tag("method", method)
        .serviceLevelObjectives(FIRST_BOUNDS)
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void made(String method, Progress.Unit unit, long made) {
    if (made > 0) {
      units
          .computeIfAbsent(
              method,
              name ->
                  Counter.builder("edgewise.generation." + unit.word() + "s")
                      .description("What was made here and sent: " + unit.word() + "s")
                      .tag("method", name)
                      .register(registry))
          .increment((double) made);
    }
  }

  @Override
  public void kept(String method, long bytes) {
    DistributionSummary.builder("edgewise.generation.checkpoint")
        .description("Sizes of checkpoints that callers were sent")
        .baseUnit("bytes")
        .tag("method", method)
        .register(registry)
        .record((double) bytes);
  }

  @Override
  public void recomputed(String method) {
    Counter.builder("edgewise.generation.recomputed")
        .description("Checkpoints that were no use: what the caller had was computed again")
        .tag("method", method)
        .register(registry)
        .increment();
  }

  @Override
  public void ended(
      String method, GenerationView.State state, Progress.Unit unit, double perSecond) {
    Counter.builder("edgewise.generation.ended")
        .description("Streams of resumable methods that this node is done with")
        .tag("method", method)
        .tag("outcome", state.word())
        .register(registry)
        .increment();
    if (perSecond > 0) {
      DistributionSummary.builder("edgewise.generation." + unit.word() + "s.per.second")
          .description("What this node made of one stream in a second, from its first chunk on")
          .tag("method", method)
          .serviceLevelObjectives(RATE_BOUNDS)
          .register(registry)
          .record(perSecond);
    }
  }
}

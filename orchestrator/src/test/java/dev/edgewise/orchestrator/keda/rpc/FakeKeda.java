package dev.edgewise.orchestrator.keda.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.proto.externalscaler.ExternalScalerGrpc;
import dev.edgewise.proto.externalscaler.GetMetricSpecResponse;
import dev.edgewise.proto.externalscaler.GetMetricsRequest;
import dev.edgewise.proto.externalscaler.IsActiveResponse;
import dev.edgewise.proto.externalscaler.MetricSpec;
import dev.edgewise.proto.externalscaler.MetricValue;
import dev.edgewise.proto.externalscaler.ScaledObjectRef;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What KEDA and the autoscaler that it makes do with one ScaledObject, as far as a scaler can see
 * it: by its documentation, its time-outs and its known faults. Time passes with {@link #poll}.
 */
public final class FakeKeda {
  /** What an autoscaler without a metric of its own goes by, for ever (keda#5787, #7729). */
  private static final String DEFAULT = "cpu 80 %";

  /** Within so much of the target an autoscaler leaves things as they are. */
  private static final double TOLERANCE = 0.1;

  private static final Duration POLL = Duration.ofSeconds(30);
  private static final Duration COOLDOWN = Duration.ofMinutes(5);
  private static final int FAILURES = 3;

  /** KEDA itself waits for 3 s; a busy machine may need more, and it is not what is tested. */
  private static final long PATIENCE_SECONDS = 60;

  private final ScaledObjectRef ref;
  private final int min;
  private final int max;
  private final int fallback;
  private final BlockingQueue<Boolean> pushed = new LinkedBlockingQueue<>();
  private final BlockingQueue<Throwable> broken = new LinkedBlockingQueue<>();
  private final List<String> metricNames = new ArrayList<>();
  private Channel channel;
  private double target;
  private String autoscaler = "none";
  private int replicas;
  private int failures;
  private long patience = PATIENCE_SECONDS;
  private Duration idle = Duration.ZERO;
  private @Nullable StatusRuntimeException lastFailure;

  public FakeKeda(Channel channel, Map<String, String> metadata, int min, int max, int fallback) {
    this.channel = channel;
    this.ref =
        ScaledObjectRef.newBuilder()
            .setName("fleet-edgewise-west1")
            .setNamespace("shop")
            .putAllScalerMetadata(metadata)
            .build();
    this.min = min;
    this.max = max;
    this.fallback = fallback;
    this.replicas = min;
  }

  /** The ScaledObject is made: KEDA asks once what is measured, and makes the autoscaler of it. */
  public void create() {
    try {
      GetMetricSpecResponse response = blocking().getMetricSpec(ref);
      if (response.getMetricSpecsCount() == 0) {
        autoscaler = DEFAULT;
        return;
      }
      MetricSpec spec = response.getMetricSpecs(0);
      metricNames.add(spec.getMetricName());
      target = spec.getTargetSizeFloat();
      autoscaler = spec.getMetricName();
    } catch (StatusRuntimeException e) {
      lastFailure = e;
      autoscaler = DEFAULT;
    }
  }

  /** One poll, 30 s after the last. */
  public void poll() {
    try {
      boolean active = blocking().isActive(ref).getResult();
      double metric = active || replicas > 0 ? metric() : 0;
      failures = 0;
      scale(active, metric);
    } catch (StatusRuntimeException e) {
      lastFailure = e;
      failures++;
      if (failures >= FAILURES) {
        replicas = fallback;
      }
    }
  }

  private double metric() {
    MetricValue value =
        blocking()
            .getMetrics(
                GetMetricsRequest.newBuilder()
                    .setScaledObjectRef(ref)
                    .setMetricName(autoscaler)
                    .build())
            .getMetricValues(0);
    metricNames.add(value.getMetricName());
    return value.getMetricValueFloat();
  }

  private void scale(boolean active, double metric) {
    idle = active ? Duration.ZERO : idle.plus(POLL);
    if (active && replicas == 0) {
      replicas = Math.max(1, min);
    }
    if (!active && min == 0) {
      replicas = idle.compareTo(COOLDOWN) >= 0 ? 0 : replicas;
      return;
    }
    if (replicas == 0 || autoscaler.equals(DEFAULT)) {
      return;
    }
    double ratio = metric / (target * replicas);
    int desired = Math.abs(ratio - 1) <= TOLERANCE ? replicas : (int) Math.ceil(metric / target);
    replicas = Math.max(Math.max(1, min), Math.min(max, desired));
  }

  /** A trigger of the type external-push: active wakes at once. */
  public void listen() {
    ExternalScalerGrpc.newStub(channel)
        .streamIsActive(
            ref,
            new StreamObserver<>() {
              @Override
              public void onNext(IsActiveResponse response) {
                pushed.add(response.getResult());
              }

              @Override
              public void onError(Throwable error) {
                broken.add(error);
              }

              @Override
              public void onCompleted() {
                broken.add(new IllegalStateException("the stream was ended"));
              }
            });
  }

  /** The next that is pushed, and what it does. */
  public boolean pushed() throws InterruptedException {
    boolean active = requireNonNull(pushed.poll(patience, TimeUnit.SECONDS), "no push");
    if (active && replicas == 0) {
      replicas = Math.max(1, min);
    }
    return active;
  }

  /** All that has been pushed and was not taken. */
  List<Boolean> pushes() {
    List<Boolean> all = new ArrayList<>();
    pushed.drainTo(all);
    return all;
  }

  /** Why the stream broke. */
  public Throwable broke() throws InterruptedException {
    return requireNonNull(broken.poll(patience, TimeUnit.SECONDS), "the stream goes on");
  }

  /** KEDA dials again. */
  void reconnect(Channel to) {
    channel = to;
  }

  public int replicas() {
    return replicas;
  }

  /** What the autoscaler goes by. */
  String autoscaler() {
    return autoscaler;
  }

  public boolean hasUselessAutoscaler() {
    return autoscaler.equals(DEFAULT);
  }

  /** All names of metrics that it was told. */
  List<String> metricNames() {
    return metricNames;
  }

  public Optional<StatusRuntimeException> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  /** Gives up after so long. */
  public FakeKeda patience(long seconds) {
    patience = seconds;
    return this;
  }

  private ExternalScalerGrpc.ExternalScalerBlockingStub blocking() {
    return ExternalScalerGrpc.newBlockingStub(channel)
        .withDeadlineAfter(patience, TimeUnit.SECONDS);
  }
}

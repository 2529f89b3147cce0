package dev.edgewise.orchestrator.keda.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import dev.edgewise.core.Scheduler;
import dev.edgewise.core.Text;
import dev.edgewise.orchestrator.keda.ActivityWatch;
import dev.edgewise.orchestrator.keda.Wanted;
import dev.edgewise.orchestrator.keda.ZoneDemand;
import dev.edgewise.proto.externalscaler.ExternalScalerGrpc;
import dev.edgewise.proto.externalscaler.GetMetricSpecResponse;
import dev.edgewise.proto.externalscaler.GetMetricsRequest;
import dev.edgewise.proto.externalscaler.GetMetricsResponse;
import dev.edgewise.proto.externalscaler.IsActiveResponse;
import dev.edgewise.proto.externalscaler.MetricSpec;
import dev.edgewise.proto.externalscaler.MetricValue;
import dev.edgewise.proto.externalscaler.ScaledObjectRef;
import dev.edgewise.sdk.wire.Statuses;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells KEDA how many nodes a zone should have: the metric is that number, and one pod is for 1 of
 * it, so that what an autoscaler makes of it (metric ÷ target, rounded up) is the number again.
 * Thread-safe.
 *
 * <p>What is measured is said whatever the state of the fleet, and always under the same name: KEDA
 * makes its autoscaler of the first answer, and one that it was refused is never made good. How
 * much there is of it is refused for as long as the fleet is still coming back, since KEDA keeps
 * what runs when it is told nothing, and ends it when it is told 0.
 *
 * @see <a href="https://keda.sh/docs/latest/concepts/external-scalers/">KEDA, external scalers</a>
 */
final class ScalerService extends ExternalScalerGrpc.ExternalScalerImplBase {
  static final String METRIC = "edgewise-nodes";
  static final String ZONE = "zone";

  /** Nodes that one pod is. */
  private static final int TARGET = 1;

  /** Listeners at the same time: KEDA has one for each zone, and a second while it restarts. */
  static final int MOST_STREAMS = 256;

  private final ZoneDemand demand;
  private final Scheduler scheduler;
  private final Semaphore streams = new Semaphore(MOST_STREAMS);

  ScalerService(ZoneDemand demand, Scheduler scheduler) {
    this.demand = requireNonNull(demand, "demand");
    this.scheduler = requireNonNull(scheduler, "scheduler");
  }

  @Override
  public void isActive(ScaledObjectRef request, StreamObserver<IsActiveResponse> answer) {
    answer(answer, () -> active(settled(request).active()));
  }

  @Override
  public void streamIsActive(ScaledObjectRef request, StreamObserver<IsActiveResponse> answer) {
    ServerCallStreamObserver<IsActiveResponse> caller =
        (ServerCallStreamObserver<IsActiveResponse>) answer;
    String zone;
    try {
      zone = zone(request);
      wanted(zone);
    } catch (StatusRuntimeException e) {
      answer.onError(e);
      return;
    }
    if (!streams.tryAcquire()) {
      answer.onError(
          refusal(
              Status.RESOURCE_EXHAUSTED,
              ErrorCode.OVERLOADED,
              MOST_STREAMS + " listen already. Is one ScaledObject made again and again?"));
      return;
    }
    Pushes pushes = new Pushes(caller);
    ActivityWatch watch = new ActivityWatch(demand, zone, scheduler, pushes::tell);
    AtomicBoolean over = new AtomicBoolean();
    Runnable end =
        () -> {
          if (over.compareAndSet(false, true)) {
            watch.close();
            streams.release();
          }
        };
    caller.setOnCancelHandler(end);
    caller.setOnCloseHandler(end);
    caller.setOnReadyHandler(pushes::ready);
    watch.begin();
  }

  @Override
  public void getMetricSpec(ScaledObjectRef request, StreamObserver<GetMetricSpecResponse> answer) {
    answer(
        answer,
        () -> {
          wanted(zone(request));
          return SPEC;
        });
  }

  @Override
  public void getMetrics(GetMetricsRequest request, StreamObserver<GetMetricsResponse> answer) {
    answer(answer, () -> metrics(settled(request.getScaledObjectRef()).nodes()));
  }

  private interface Answering<T> {
    T answer();
  }

  private static <T> void answer(StreamObserver<T> to, Answering<T> answering) {
    T answer;
    try {
      answer = answering.answer();
    } catch (StatusRuntimeException e) {
      to.onError(e);
      return;
    }
    to.onNext(answer);
    to.onCompleted();
  }

  /** What the zone wants, when that is known. */
  private Wanted settled(ScaledObjectRef request) {
    Wanted wanted = wanted(zone(request));
    if (!demand.settled()) {
      throw refusal(
          Status.UNAVAILABLE,
          ErrorCode.UNREACHABLE,
          "The orchestrator has just started, and its nodes are still coming back: what they do is"
              + " not known yet. Ask again in a few seconds, and keep what runs.");
    }
    return wanted;
  }

  private Wanted wanted(String zone) {
    Optional<Wanted> wanted = demand.wanted(zone);
    if (wanted.isEmpty()) {
      List<String> names = demand.zones();
      throw invalid(
          "metadata: zone: there is no zone \""
              + Text.line(zone, 80)
              + "\". "
              + (names.isEmpty()
                  ? "The orchestrator's configuration has none."
                  : NearestNames.hint(zone, names)));
    }
    return wanted.get();
  }

  private static String zone(ScaledObjectRef request) {
    String zone = request.getScalerMetadataMap().get(ZONE);
    if (zone == null || zone.isBlank()) {
      throw invalid(
          "metadata: zone is missing in the trigger of ScaledObject "
              + Text.line(request.getNamespace() + "/" + request.getName(), 80)
              + ". Write the zone's name there, as the orchestrator's configuration has it.");
    }
    return zone;
  }

  private static StatusRuntimeException invalid(String detail) {
    return refusal(Status.INVALID_ARGUMENT, ErrorCode.NOT_ACCEPTED, detail);
  }

  private static StatusRuntimeException refusal(Status status, ErrorCode code, String detail) {
    return status
        .withDescription(Text.line(detail, Statuses.MAX_DETAIL))
        .asRuntimeException(Statuses.trailers(code, Optional.empty()));
  }

  private static final GetMetricSpecResponse SPEC = spec();

  // Both fields of each number, since a KEDA of before 2.16 reads the older ones.
  @SuppressWarnings("deprecation")
  private static GetMetricSpecResponse spec() {
    return GetMetricSpecResponse.newBuilder()
        .addMetricSpecs(
            MetricSpec.newBuilder()
                .setMetricName(METRIC)
                .setTargetSize(TARGET)
                .setTargetSizeFloat(TARGET))
        .build();
  }

  @SuppressWarnings("deprecation")
  private static GetMetricsResponse metrics(int nodes) {
    return GetMetricsResponse.newBuilder()
        .addMetricValues(
            MetricValue.newBuilder()
                .setMetricName(METRIC)
                .setMetricValue(nodes)
                .setMetricValueFloat(nodes))
        .build();
  }

  private static IsActiveResponse active(boolean active) {
    return IsActiveResponse.newBuilder().setResult(active).build();
  }

  /** One listener: what it did not take in time is replaced by what came after. */
  private static final class Pushes {
    private final ServerCallStreamObserver<IsActiveResponse> caller;
    private Optional<Boolean> waiting = Optional.empty();

    Pushes(ServerCallStreamObserver<IsActiveResponse> caller) {
      this.caller = caller;
    }

    synchronized void tell(boolean active) {
      waiting = Optional.of(active);
      ready();
    }

    synchronized void ready() {
      if (waiting.isPresent() && caller.isReady() && !caller.isCancelled()) {
        caller.onNext(active(waiting.get()));
        waiting = Optional.empty();
      }
    }
  }
}

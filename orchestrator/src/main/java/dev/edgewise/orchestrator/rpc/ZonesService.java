package dev.edgewise.orchestrator.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import dev.edgewise.orchestrator.zone.ZoneOverview;
import dev.edgewise.orchestrator.zone.ZoneStatus;
import dev.edgewise.proto.v1.ListZonesRequest;
import dev.edgewise.proto.v1.ScaleZoneRequest;
import dev.edgewise.proto.v1.WatchZonesRequest;
import dev.edgewise.proto.v1.ZoneHappening;
import dev.edgewise.proto.v1.ZoneList;
import dev.edgewise.proto.v1.ZoneState;
import dev.edgewise.proto.v1.ZonesGrpc;
import dev.edgewise.sdk.wire.Statuses;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Answers operators who ask about zones, by gRPC. Thread-safe. */
final class ZonesService extends ZonesGrpc.ZonesImplBase {
  private static final long LONGEST_MILLIS = Duration.ofDays(365).toMillis();
  private static final int MOST_WATCHERS = 32;
  private static final int WAITING = 256;

  private final ZonesView view;
  private final AtomicInteger watchers = new AtomicInteger();

  ZonesService(ZonesView view) {
    this.view = requireNonNull(view, "view");
  }

  @Override
  public void listZones(ListZonesRequest request, StreamObserver<ZoneList> answer) {
    answer.onNext(view.list());
    answer.onCompleted();
  }

  @Override
  public void scaleZone(ScaleZoneRequest request, StreamObserver<ZoneState> answer) {
    if (request.getForMillis() < 0 || request.getForMillis() > LONGEST_MILLIS) {
      answer.onError(
          refusal(
              ErrorCode.NOT_ACCEPTED,
              "for_millis: " + request.getForMillis() + " (expected: 0 to a year)"));
      return;
    }
    Optional<ZoneStatus> zone;
    try {
      zone =
          request.hasNodes()
              ? view.zones()
                  .hold(
                      request.getZone(),
                      request.getNodes(),
                      request.getForMillis() == 0
                          ? Optional.empty()
                          : Optional.of(Duration.ofMillis(request.getForMillis())))
              : view.zones().release(request.getZone());
    } catch (EdgewiseException e) {
      answer.onError(refusal(e.code(), String.valueOf(e.getMessage())));
      return;
    }
    if (zone.isEmpty()) {
      List<String> names = view.zones().statuses().stream().map(ZoneStatus::zone).toList();
      answer.onError(
          refusal(
              ErrorCode.NOT_FOUND,
              "there is no zone \""
                  + Why.line(request.getZone())
                  + "\" that this orchestrator starts. "
                  + (names.isEmpty()
                      ? "None is configured: its key zones names their files."
                      : NearestNames.hint(request.getZone(), names))));
      return;
    }
    answer.onNext(ZoneMessages.state(zone.get()));
    answer.onCompleted();
  }

  @Override
  public void watchZones(WatchZonesRequest request, StreamObserver<ZoneHappening> answer) {
    if (watchers.incrementAndGet() > MOST_WATCHERS) {
      watchers.decrementAndGet();
      answer.onError(
          refusal(
              ErrorCode.OVERLOADED,
              "as many watch zones as may at the same time; end another watch first"));
      return;
    }
    ServerCallStreamObserver<ZoneHappening> caller =
        (ServerCallStreamObserver<ZoneHappening>) answer;
    Pump pump = new Pump(caller);
    ZoneOverview.Subscription events =
        view.zones().listen(event -> pump.add(ZoneMessages.happening(event)));
    caller.setOnReadyHandler(pump::run);
    caller.setOnCancelHandler(
        () -> {
          events.close();
          watchers.decrementAndGet();
        });
  }

  /** Moves events to a caller as fast as it takes them; the oldest make room. */
  private static final class Pump {
    private final ServerCallStreamObserver<ZoneHappening> caller;
    private final Deque<ZoneHappening> waiting = new ArrayDeque<>();

    Pump(ServerCallStreamObserver<ZoneHappening> caller) {
      this.caller = caller;
    }

    synchronized void add(ZoneHappening event) {
      waiting.addLast(event);
      if (waiting.size() > WAITING) {
        waiting.removeFirst();
      }
      run();
    }

    synchronized void run() {
      while (caller.isReady() && !caller.isCancelled()) {
        @Nullable ZoneHappening next = waiting.poll();
        if (next == null) {
          return;
        }
        caller.onNext(next);
      }
    }
  }

  private static StatusRuntimeException refusal(ErrorCode code, String detail) {
    return Statuses.status(code, detail)
        .asRuntimeException(Statuses.trailers(code, Optional.empty()));
  }
}

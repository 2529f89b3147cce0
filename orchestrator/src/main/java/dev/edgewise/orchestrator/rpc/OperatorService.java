package dev.edgewise.orchestrator.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.decisions.MethodFilter;
import dev.edgewise.orchestrator.decisions.RecentDecisions;
import dev.edgewise.orchestrator.overview.MemberStatus;
import dev.edgewise.proto.v1.AddKeyRequest;
import dev.edgewise.proto.v1.AddedKey;
import dev.edgewise.proto.v1.DecisionList;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.proto.v1.FindDecisionRequest;
import dev.edgewise.proto.v1.FleetStatus;
import dev.edgewise.proto.v1.GetFleetRequest;
import dev.edgewise.proto.v1.KeyList;
import dev.edgewise.proto.v1.KeyStatus;
import dev.edgewise.proto.v1.ListDecisionsRequest;
import dev.edgewise.proto.v1.ListKeysRequest;
import dev.edgewise.proto.v1.NodeStatus;
import dev.edgewise.proto.v1.OperatorGrpc;
import dev.edgewise.proto.v1.RevokeKeyRequest;
import dev.edgewise.proto.v1.SetDrainRequest;
import dev.edgewise.proto.v1.SetQuarantineRequest;
import dev.edgewise.proto.v1.WatchDecisionsRequest;
import dev.edgewise.sdk.wire.Statuses;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Answers operators by gRPC. Thread-safe. */
final class OperatorService extends OperatorGrpc.OperatorImplBase {
  private static final int WAITING = 256;

  private final OperatorView view;
  private final KeyDesk keys;

  OperatorService(OperatorView view, KeyDesk keys) {
    this.view = requireNonNull(view, "view");
    this.keys = requireNonNull(keys, "keys");
  }

  @Override
  public void addKey(AddKeyRequest request, StreamObserver<AddedKey> answer) {
    answer(answer, () -> keys.add(request));
  }

  @Override
  public void listKeys(ListKeysRequest request, StreamObserver<KeyList> answer) {
    answer(answer, keys::list);
  }

  @Override
  public void revokeKey(RevokeKeyRequest request, StreamObserver<KeyStatus> answer) {
    answer(answer, () -> keys.revoke(request.getName()));
  }

  private static <T> void answer(StreamObserver<T> answer, Supplier<T> work) {
    T result;
    try {
      result = work.get();
    } catch (EdgewiseException e) {
      answer.onError(refusal(e.code(), String.valueOf(e.words())));
      return;
    }
    answer.onNext(result);
    answer.onCompleted();
  }

  @Override
  public void getFleet(GetFleetRequest request, StreamObserver<FleetStatus> answer) {
    answer.onNext(view.status());
    answer.onCompleted();
  }

  @Override
  public void setDrain(SetDrainRequest request, StreamObserver<NodeStatus> answer) {
    Optional<MemberStatus> member;
    try {
      member = view.fleet().drain(request.getNode(), request.getDrain());
    } catch (EdgewiseException e) {
      answer.onError(refusal(e.code(), String.valueOf(e.getMessage())));
      return;
    }
    if (member.isEmpty()) {
      List<String> names =
          view.fleet().snapshot().members().stream().map(MemberStatus::name).toList();
      EdgewiseException unknown = QuarantineRequests.noNode(request.getNode(), names);
      answer.onError(refusal(unknown.code(), String.valueOf(unknown.words())));
      return;
    }
    answer.onNext(FleetStatusWriter.node(member.get(), view.traffic()));
    answer.onCompleted();
  }

  @Override
  public void setQuarantine(SetQuarantineRequest request, StreamObserver<NodeStatus> answer) {
    answer(
        answer,
        () ->
            FleetStatusWriter.node(QuarantineRequests.set(view.fleet(), request), view.traffic()));
  }

  @Override
  public void findDecision(FindDecisionRequest request, StreamObserver<DecisionRecord> answer) {
    try {
      Optional<DecisionRecord> found = view.archive().find(request.getId());
      if (found.isEmpty()) {
        answer.onError(
            refusal(
                ErrorCode.NOT_FOUND,
                "there is no decision \""
                    + Why.line(request.getId())
                    + "\": clients ship all that are notable and a sample of the rest, and old"
                    + " ones make room. `edgewise explain` without an id lists the last."));
        return;
      }
      answer.onNext(found.get());
      answer.onCompleted();
    } catch (IOException e) {
      answer.onError(refusal(ErrorCode.BAD_STORE, "decisions cannot be read: " + e));
    }
  }

  @Override
  public void listDecisions(ListDecisionsRequest request, StreamObserver<DecisionList> answer) {
    if (request.getMost() < 0 || request.getMost() > OperatorView.MOST_DECISIONS) {
      answer.onError(
          refusal(
              ErrorCode.NOT_ACCEPTED,
              "most: "
                  + request.getMost()
                  + " (expected: 1 to "
                  + OperatorView.MOST_DECISIONS
                  + ", or 0 for the default)"));
      return;
    }
    answer.onNext(
        DecisionList.newBuilder()
            .addAllDecisions(view.decisions(request.getMost(), request.getMethod()))
            .build());
    answer.onCompleted();
  }

  @Override
  public void watchDecisions(WatchDecisionsRequest request, StreamObserver<DecisionRecord> answer) {
    ServerCallStreamObserver<DecisionRecord> caller =
        (ServerCallStreamObserver<DecisionRecord>) answer;
    Pump pump = new Pump(caller);
    Optional<RecentDecisions.Watch<DecisionRecord>> watch =
        view.archive()
            .watch(new MethodFilter(request.getMethod()), request.getNotable(), WAITING, pump::run);
    if (watch.isEmpty()) {
      answer.onError(
          refusal(
              ErrorCode.OVERLOADED,
              "as many watch decisions as may at the same time; end another watch first"));
      return;
    }
    caller.setOnReadyHandler(pump::run);
    caller.setOnCancelHandler(watch.get()::close);
    pump.start(watch.get());
  }

  /** Moves decisions to a caller as fast as it takes them, one thread at a time. */
  private static final class Pump {
    private final ServerCallStreamObserver<DecisionRecord> caller;
    private final AtomicReference<RecentDecisions.Watch<DecisionRecord>> watch =
        new AtomicReference<>();

    Pump(ServerCallStreamObserver<DecisionRecord> caller) {
      this.caller = caller;
    }

    void start(RecentDecisions.Watch<DecisionRecord> started) {
      watch.set(started);
      run();
    }

    synchronized void run() {
      RecentDecisions.Watch<DecisionRecord> started = watch.get();
      if (started == null) {
        return;
      }
      while (caller.isReady() && !caller.isCancelled()) {
        List<DecisionRecord> next = started.take(1);
        if (next.isEmpty()) {
          return;
        }
        caller.onNext(next.get(0));
      }
    }
  }

  private static StatusRuntimeException refusal(ErrorCode code, String detail) {
    return Statuses.status(code, detail)
        .asRuntimeException(Statuses.trailers(code, Optional.empty()));
  }
}

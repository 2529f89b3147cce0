package dev.edgewise.orchestrator.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Node;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.orchestrator.fleet.Refusal;
import dev.edgewise.orchestrator.training.TrainingKeeper;
import dev.edgewise.proto.v1.FromTrainer;
import dev.edgewise.proto.v1.RanksGrpc;
import dev.edgewise.proto.v1.ToTrainer;
import dev.edgewise.sdk.wire.server.PeerGate;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes the streams of agents that train. */
final class RanksService extends RanksGrpc.RanksImplBase {
  /** Nodes that train at the same time. */
  static final int MOST_NODES = 1_000;

  private final TrainingKeeper keeper;
  private final AtomicInteger open = new AtomicInteger();

  RanksService(TrainingKeeper keeper) {
    this.keeper = requireNonNull(keeper, "keeper");
  }

  @Override
  public StreamObserver<FromTrainer> attend(StreamObserver<ToTrainer> answers) {
    ServerCallStreamObserver<ToTrainer> call = (ServerCallStreamObserver<ToTrainer>) answers;
    Outbound<ToTrainer> out = new Outbound<>(call);
    Optional<PeerIdentity> caller = PeerGate.caller();
    TraineeStream stream =
        new TraineeStream(keeper, out, announced -> refuse(caller, announced), open);
    call.disableAutoRequest();
    call.setOnCancelHandler(stream::lost);
    call.setOnReadyHandler(out::ready);
    call.request(1);
    return stream;
  }

  /** Where callers show certificates; elsewhere everybody is believed. */
  private static Optional<Refusal> refuse(Optional<PeerIdentity> caller, Node announced) {
    return caller.flatMap(who -> Protocol.refuse(who, announced));
  }
}

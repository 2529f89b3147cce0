package dev.edgewise.orchestrator.rpc;

import dev.edgewise.core.Node;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.orchestrator.fleet.FleetKeeper;
import dev.edgewise.orchestrator.fleet.Refusal;
import dev.edgewise.proto.v1.ControlGrpc;
import dev.edgewise.proto.v1.FromAgent;
import dev.edgewise.proto.v1.ToAgent;
import dev.edgewise.sdk.wire.server.PeerGate;
import dev.edgewise.sdk.wire.tls.Tls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;

/** Takes the streams of agents. */
@Singleton
final class ControlService extends ControlGrpc.ControlImplBase {
  private final FleetKeeper keeper;
  private final String version;
  private final Optional<Tls> tls;

  ControlService(FleetKeeper keeper, ServerSettings settings) {
    this.keeper = keeper;
    this.version = settings.version();
    this.tls = settings.tls();
  }

  @Override
  public StreamObserver<FromAgent> connect(StreamObserver<ToAgent> answers) {
    ServerCallStreamObserver<ToAgent> call = (ServerCallStreamObserver<ToAgent>) answers;
    Outbound<ToAgent> out = new Outbound<>(call);
    AgentStream stream = new AgentStream(keeper, out, version, impostors(PeerGate.caller()));
    call.disableAutoRequest();
    call.setOnCancelHandler(stream::lost);
    call.setOnReadyHandler(out::ready);
    call.request(1);
    return stream;
  }

  /** Where callers show certificates; elsewhere everybody is believed. */
  private Function<Node, Optional<Refusal>> impostors(Optional<PeerIdentity> caller) {
    return announced -> {
      Optional<Refusal> refusal = caller.flatMap(who -> Protocol.refuse(who, announced));
      refusal.ifPresent(
          each ->
              tls.ifPresent(
                  told -> told.tellRefused("A registration was refused: " + each.message())));
      return refusal;
    };
  }
}

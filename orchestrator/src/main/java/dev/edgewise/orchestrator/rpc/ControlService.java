package dev.edgewise.orchestrator.rpc;

import dev.edgewise.orchestrator.fleet.FleetKeeper;
import dev.edgewise.proto.v1.ControlGrpc;
import dev.edgewise.proto.v1.FromAgent;
import dev.edgewise.proto.v1.ToAgent;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** Takes the streams of agents. */
@Singleton
final class ControlService extends ControlGrpc.ControlImplBase {
  private final FleetKeeper keeper;
  private final String version;

  ControlService(FleetKeeper keeper, ServerSettings settings) {
    this.keeper = keeper;
    this.version = settings.version();
  }

  @Override
  public StreamObserver<FromAgent> connect(StreamObserver<ToAgent> answers) {
    ServerCallStreamObserver<ToAgent> call = (ServerCallStreamObserver<ToAgent>) answers;
    Outbound<ToAgent> out = new Outbound<>(call);
    AgentStream stream = new AgentStream(keeper, out, version);
    call.disableAutoRequest();
    call.setOnCancelHandler(stream::lost);
    call.setOnReadyHandler(out::ready);
    call.request(1);
    return stream;
  }
}

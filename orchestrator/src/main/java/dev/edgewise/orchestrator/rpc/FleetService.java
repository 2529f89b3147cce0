package dev.edgewise.orchestrator.rpc;

import dev.edgewise.orchestrator.fleet.FleetKeeper;
import dev.edgewise.orchestrator.rules.RuleKeeper;
import dev.edgewise.orchestrator.zone.ZoneDesk;
import dev.edgewise.proto.v1.FleetGrpc;
import dev.edgewise.proto.v1.FromClient;
import dev.edgewise.proto.v1.ToClient;
import dev.edgewise.sdk.wire.server.PeerGate;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** Takes the streams of clients. */
@Singleton
final class FleetService extends FleetGrpc.FleetImplBase {
  private final FleetKeeper keeper;
  private final ReportedCalls reports;
  private final ViewMessages messages = new ViewMessages();
  private final ZoneEntryMessages zones;
  private final RuleViews rules;

  FleetService(FleetKeeper keeper, ReportedCalls reports, ZoneDesk desk, RuleKeeper rules) {
    this.keeper = keeper;
    this.reports = reports;
    this.zones = new ZoneEntryMessages(desk);
    this.rules = new RuleViews(rules);
  }

  @Override
  public StreamObserver<FromClient> watch(StreamObserver<ToClient> answers) {
    ServerCallStreamObserver<ToClient> call = (ServerCallStreamObserver<ToClient>) answers;
    ClientStream stream =
        new ClientStream(
            keeper, new Outbound<>(call), messages, reports, zones, rules, PeerGate.caller());
    call.disableAutoRequest();
    call.setOnCancelHandler(stream::lost);
    call.setOnReadyHandler(stream::ready);
    call.request(1);
    return stream;
  }
}

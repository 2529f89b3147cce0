package dev.edgewise.orchestrator.rpc;

import dev.edgewise.core.Node;
import dev.edgewise.orchestrator.fleet.AgentLink;
import dev.edgewise.orchestrator.fleet.Announcement;
import dev.edgewise.orchestrator.fleet.Desired;
import dev.edgewise.orchestrator.fleet.FleetKeeper;
import dev.edgewise.orchestrator.fleet.Lease;
import dev.edgewise.orchestrator.fleet.Refusal;
import dev.edgewise.orchestrator.fleet.Renewal;
import dev.edgewise.proto.v1.FromAgent;
import dev.edgewise.proto.v1.Register;
import dev.edgewise.proto.v1.Registered;
import dev.edgewise.proto.v1.Renewed;
import dev.edgewise.proto.v1.ToAgent;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.function.Function;

/** One agent's stream: translates, and no more. Messages come one at a time. */
final class AgentStream implements StreamObserver<FromAgent>, AgentLink {
  private final FleetKeeper keeper;
  private final Outbound<ToAgent> out;
  private final String version;

  /** Says why a node is not the one that its certificate says. */
  private final Function<Node, Optional<Refusal>> impostors;

  private final long id;

  AgentStream(
      FleetKeeper keeper,
      Outbound<ToAgent> out,
      String version,
      Function<Node, Optional<Refusal>> impostors) {
    this.keeper = keeper;
    this.out = out;
    this.version = version;
    this.impostors = impostors;
    this.id = keeper.newStream();
  }

  @Override
  public void onNext(FromAgent message) {
    switch (message.getKindCase()) {
      case REGISTER -> register(message.getRegister());
      case RENEW ->
          keeper.renew(
              id,
              this,
              new Renewal(
                  message.getRenew().getEpoch(),
                  Registrations.load(message.getRenew().hasLoad(), message.getRenew().getLoad()),
                  ServingStates.of(message.getRenew())));
      case APPLIED -> keeper.applied(id, this, message.getApplied().getVersion());
      case DEREGISTER -> keeper.deregister(id, this, message.getDeregister().getBecause());
      case KIND_NOT_SET ->
          refuse(
              Protocol.invalid("kind: missing (expected: register, renew, applied or deregister)"));
    }
  }

  @Override
  public void onError(Throwable error) {
    lost();
  }

  @Override
  public void onCompleted() {
    ended("its agent ended the stream");
    out.end();
  }

  /** The connection is gone. */
  void lost() {
    out.cancelled();
    ended("its connection was lost");
  }

  @Override
  public void granted(Lease lease) {
    out.send(
        ToAgent.newBuilder()
            .setRegistered(
                Registered.newBuilder()
                    .setEpoch(lease.epoch())
                    .setLeaseMillis((int) lease.duration().toMillis())
                    .setHeartbeatMillis((int) lease.heartbeat().toMillis())
                    .setVersion(version))
            .build());
  }

  @Override
  public void renewed(long epoch) {
    out.send(ToAgent.newBuilder().setRenewed(Renewed.newBuilder().setEpoch(epoch)).build());
  }

  @Override
  public void wanted(Desired desired) {
    out.send(
        ToAgent.newBuilder()
            .setDesired(
                dev.edgewise.proto.v1.Desired.newBuilder()
                    .setVersion(desired.version())
                    .setDrain(desired.drain()))
            .build());
  }

  @Override
  public void refused(Refusal refusal) {
    out.end(ToAgent.newBuilder().setRefusal(Protocol.toProto(refusal)).build());
  }

  @Override
  public void handled() {
    out.moreWhenReady();
  }

  private void register(Register message) {
    Optional<Refusal> mismatch = Protocol.refuse(message.getProtocol(), "agent");
    if (mismatch.isPresent()) {
      refuse(mismatch.get());
      return;
    }
    Announcement said;
    try {
      said =
          new Announcement(
              Registrations.fromProto(message),
              Registrations.load(message.hasLoad(), message.getLoad()),
              message.getHeldEpoch(),
              message.getApplied());
    } catch (IllegalArgumentException e) {
      refuse(Protocol.invalid("The registration is not taken: " + e.getMessage()));
      return;
    }
    Optional<Refusal> impostor = impostors.apply(said.node());
    if (impostor.isPresent()) {
      refuse(impostor.get());
      return;
    }
    keeper.register(id, this, said);
  }

  private void ended(String because) {
    keeper.agentClosed(id, because);
  }

  private void refuse(Refusal refusal) {
    ended("it was refused: " + refusal.code().id());
    refused(refusal);
  }
}

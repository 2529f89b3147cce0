package dev.edgewise.orchestrator.rpc;

import dev.edgewise.orchestrator.zone.ZoneEvent;
import dev.edgewise.orchestrator.zone.ZoneStatus;
import dev.edgewise.proto.v1.ZoneCounts;
import dev.edgewise.proto.v1.ZoneHappening;
import dev.edgewise.proto.v1.ZoneHold;
import dev.edgewise.proto.v1.ZoneMember;
import dev.edgewise.proto.v1.ZoneState;
import dev.edgewise.sdk.wire.Protos;
import java.util.Locale;

/** Zones as operators are told of them. */
final class ZoneMessages {
  private ZoneMessages() {}

  static ZoneState state(ZoneStatus zone) {
    ZoneState.Builder state =
        ZoneState.newBuilder()
            .setZone(zone.zone())
            .setTrust(zone.trust().name().toLowerCase(Locale.ROOT))
            .setMin(zone.min())
            .setMax(zone.max())
            .setWarm(zone.warm())
            .setOnTimeTarget(zone.onTimeTarget())
            .setWanted(zone.wanted())
            .setBecause(zone.because())
            .setTrouble(zone.trouble())
            .setColdStartMillis((int) Math.min(Integer.MAX_VALUE, zone.coldStart().toMillis()))
            .setCounts(
                ZoneCounts.newBuilder()
                    .setStarts((double) zone.counts().starts())
                    .setColdStarts((double) zone.counts().coldStarts())
                    .setFailures((double) zone.counts().failures())
                    .setDeaths((double) zone.counts().deaths()))
            .setCostSoFar(zone.costSoFar())
            .addAllServices(zone.services())
            .addAllAccelerators(zone.accelerators().stream().map(Protos::toProto).toList());
    zone.hold()
        .ifPresent(
            hold -> {
              ZoneHold.Builder held = ZoneHold.newBuilder().setNodes(hold.nodes());
              hold.until().map(FleetStatusWriter::timestamp).ifPresent(held::setUntil);
              state.setHold(held);
            });
    for (ZoneStatus.Node node : zone.nodes()) {
      state.addNodes(
          ZoneMember.newBuilder()
              .setNode(node.name())
              .setPhase(node.phase().word())
              .setSince(FleetStatusWriter.timestamp(node.since()))
              .setProcess(node.process()));
    }
    zone.events().forEach(event -> state.addEvents(happening(event)));
    return state.build();
  }

  static ZoneHappening happening(ZoneEvent event) {
    return ZoneHappening.newBuilder()
        .setTime(FleetStatusWriter.timestamp(event.at()))
        .setZone(event.zone())
        .setNode(event.node())
        .setWhat(event.what())
        .setBecause(event.because())
        .build();
  }
}

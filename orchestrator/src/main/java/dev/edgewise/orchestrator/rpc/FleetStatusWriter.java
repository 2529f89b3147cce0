package dev.edgewise.orchestrator.rpc;

import com.google.protobuf.Timestamp;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Quarantine;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.overview.FleetSnapshot;
import dev.edgewise.orchestrator.overview.MemberStatus;
import dev.edgewise.orchestrator.quarantine.QuarantineStatus;
import dev.edgewise.orchestrator.traffic.CallSummary;
import dev.edgewise.orchestrator.traffic.TrafficPicture;
import dev.edgewise.proto.v1.CallStatistics;
import dev.edgewise.proto.v1.ClientStatus;
import dev.edgewise.proto.v1.Figures;
import dev.edgewise.proto.v1.FleetStatus;
import dev.edgewise.proto.v1.LoadStatus;
import dev.edgewise.proto.v1.Machine;
import dev.edgewise.proto.v1.NodeStatus;
import dev.edgewise.proto.v1.OfferedModel;
import dev.edgewise.proto.v1.OrchestratorStatus;
import dev.edgewise.proto.v1.RegistryStatus;
import dev.edgewise.proto.v1.ServiceStatus;
import dev.edgewise.sdk.wire.Protos;
import java.time.Instant;
import java.util.Locale;

/** Writes what is known of a fleet as operators are told it. Thread-safe. */
final class FleetStatusWriter {
  private final ServiceStatuses services = new ServiceStatuses(new ServiceContracts());

  FleetStatus status(FleetSnapshot fleet, TrafficPicture traffic, OrchestratorStatus.Builder self) {
    FleetStatus.Builder status =
        FleetStatus.newBuilder()
            .setOrchestrator(
                self.setViewVersion((double) fleet.viewVersion()).setSettling(fleet.settling()));
    for (MemberStatus member : fleet.members()) {
      status.addNodes(node(member, traffic));
    }
    for (ServiceStatus service : services.of(fleet.members(), traffic)) {
      String trouble = fleet.faults().everywhere().getOrDefault(service.getName(), "");
      status.addServices(service.toBuilder().setTrouble(trouble));
    }
    for (dev.edgewise.orchestrator.overview.ClientStatus client : fleet.clients()) {
      status.addClients(client(client));
    }
    return status.build();
  }

  static NodeStatus node(MemberStatus member, TrafficPicture traffic) {
    Registration registration = member.registration();
    MemberStatus.Standing standing = member.standing();
    NodeStatus.Builder node =
        NodeStatus.newBuilder()
            .setNode(member.name())
            .setTier(word(registration.node().tier()))
            .setSite(registration.node().site().name())
            .setTrust(registration.node().site().trust().name().toLowerCase(Locale.ROOT))
            .setAddress(registration.address())
            .setVersion(registration.version())
            .setLiveness(standing.state().word())
            .setSince(timestamp(standing.since()))
            .setBecause(standing.because())
            .setDraining(member.drain().draining())
            .setDrainAsked(member.drain().asked())
            .setDrainApplied(member.drain().applied())
            .setEpoch((double) member.epoch())
            .setLeaseMillis(Numbers.millis(member.lease()))
            .setLeaseLeftMillis(Numbers.millis(member.leaseLeft()))
            .addAllTags(registration.tags())
            .addAllReachedBy(member.reachedBy());
    member.load().ifPresent(load -> node.setLoad(load(load)));
    member.serving().map(ServingStates::toProto).ifPresent(node::setServing);
    registration.services().stream().map(OfferedService::name).forEach(node::addServices);
    member.quarantines().forEach(held -> node.addQuarantines(quarantine(held)));
    offers(node, registration);
    TrafficPicture.OfNode calls =
        traffic.nodes().getOrDefault(member.name(), TrafficPicture.OfNode.NONE);
    return node.setCalls(calls(calls.calls())).setShare(Numbers.round(calls.share())).build();
  }

  private static dev.edgewise.proto.v1.QuarantineStatus quarantine(QuarantineStatus held) {
    Quarantine told = held.quarantine();
    dev.edgewise.proto.v1.QuarantineStatus.Builder status =
        dev.edgewise.proto.v1.QuarantineStatus.newBuilder()
            .setService(told.service())
            .setStage(told.stage().name().toLowerCase(Locale.ROOT))
            .setSince(timestamp(held.since()))
            .setBecause(told.because())
            .setTimes(held.times())
            .setWords(told.inWords());
    told.until().map(FleetStatusWriter::timestamp).ifPresent(status::setUntil);
    return status.build();
  }

  private static void offers(NodeStatus.Builder node, Registration registration) {
    registration
        .models()
        .forEach(
            model ->
                node.addModels(
                    OfferedModel.newBuilder()
                        .setName(model.name())
                        .setEngine(model.engine())
                        .setService(model.service())));
    dev.edgewise.orchestrator.node.Machine machine = registration.machine();
    node.setMachine(
        Machine.newBuilder()
            .setOs(machine.os())
            .setArch(machine.arch())
            .setCores(machine.cores())
            .setMemoryBytes(machine.memoryBytes())
            .addAllCpuFeatures(machine.cpuFeatures()));
    registration
        .accelerators()
        .forEach(accelerator -> node.addAccelerators(Protos.toProto(accelerator)));
    Figures.Builder figures = Figures.newBuilder();
    registration.figures().costPerHour().ifPresent(figures::setCostPerHour);
    registration.figures().idleWatts().ifPresent(figures::setIdleWatts);
    registration.figures().busyWatts().ifPresent(figures::setBusyWatts);
    node.setFigures(figures);
  }

  private static LoadStatus load(MemberStatus.LoadReport report) {
    return LoadStatus.newBuilder()
        .setInFlight(report.load().inFlight())
        .setQueued(report.load().queued())
        .setSlots(report.load().slots())
        .setMeanServiceMillis(Numbers.round(report.load().meanService().toNanos() / 1e6))
        .setAgeMillis(Numbers.millis(report.age()))
        .build();
  }

  static CallStatistics calls(CallSummary calls) {
    return CallStatistics.newBuilder()
        .setPerSecond(Numbers.round(calls.perSecond()))
        .setP50Millis(Numbers.round(calls.p50Millis()))
        .setP99Millis(Numbers.round(calls.p99Millis()))
        .setFailedPerSecond(Numbers.round(calls.failedPerSecond()))
        .setEscalatedPerSecond(Numbers.round(calls.escalatedPerSecond()))
        .setTotal((double) calls.total())
        .setFailedTotal((double) calls.failedTotal())
        .build();
  }

  private static ClientStatus client(dev.edgewise.orchestrator.overview.ClientStatus status) {
    return ClientStatus.newBuilder()
        .setClient(status.client().name())
        .setSite(status.client().site())
        .setVersion(status.client().version())
        .setSince(timestamp(status.since()))
        .setViewVersion((double) status.viewVersion())
        .build();
  }

  static RegistryStatus registry(dev.edgewise.orchestrator.registry.RegistryStatus status) {
    return RegistryStatus.newBuilder()
        .setAddress(status.address())
        .setAway(status.away())
        .setBecause(status.because())
        .setSince(timestamp(status.since()))
        .setEntries(status.entries())
        .setLeftOut(status.leftOut())
        .build();
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static String word(Tier tier) {
    return tier.name().toLowerCase(Locale.ROOT);
  }

  /** The word of a tier; empty while unknown. */
  static String word(dev.edgewise.proto.v1.Tier tier) {
    return Protos.fromProto(tier).map(FleetStatusWriter::word).orElse("");
  }
}

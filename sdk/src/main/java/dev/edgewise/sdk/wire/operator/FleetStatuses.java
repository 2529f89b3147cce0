package dev.edgewise.sdk.wire.operator;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import dev.edgewise.proto.v1.Accelerator;
import dev.edgewise.proto.v1.CallStatistics;
import dev.edgewise.proto.v1.ClientStatus;
import dev.edgewise.proto.v1.LaneState;
import dev.edgewise.proto.v1.LoadStatus;
import dev.edgewise.proto.v1.Machine;
import dev.edgewise.proto.v1.MethodStatus;
import dev.edgewise.proto.v1.ModelState;
import dev.edgewise.proto.v1.NodeStatus;
import dev.edgewise.proto.v1.OrchestratorStatus;
import dev.edgewise.proto.v1.QuarantineStatus;
import dev.edgewise.proto.v1.RegistryStatus;
import dev.edgewise.proto.v1.ServiceStatus;
import dev.edgewise.proto.v1.ServingState;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Reads what an orchestrator says of its fleet. Pure. */
final class FleetStatuses {
  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().alwaysPrintFieldsWithNoPresence().omittingInsignificantWhitespace();
  private static final double BYTES_PER_GB = 1e9;

  private FleetStatuses() {}

  static FleetStatus of(dev.edgewise.proto.v1.FleetStatus status) {
    OrchestratorStatus orchestrator = status.getOrchestrator();
    return new FleetStatus(
        new FleetStatus.Orchestrator(
            orchestrator.getVersion(),
            time(orchestrator.hasStarted(), orchestrator.getStarted()),
            (long) orchestrator.getViewVersion(),
            orchestrator.getSettling(),
            (long) orchestrator.getDecisionsDropped(),
            time(orchestrator.hasNow(), orchestrator.getNow()),
            orchestrator.hasRegistry()
                ? Optional.of(registry(orchestrator.getRegistry()))
                : Optional.empty(),
            orchestrator.getHttpPort()),
        status.getNodesList().stream().map(FleetStatuses::node).toList(),
        status.getServicesList().stream().map(FleetStatuses::service).toList(),
        status.getClientsList().stream().map(FleetStatuses::client).toList(),
        json(status));
  }

  private static FleetStatus.Registry registry(RegistryStatus registry) {
    return new FleetStatus.Registry(
        registry.getAddress(),
        registry.getAway(),
        registry.getBecause(),
        time(registry.hasSince(), registry.getSince()),
        registry.getEntries(),
        registry.getLeftOut());
  }

  static FleetStatus.Node node(NodeStatus node) {
    return new FleetStatus.Node(
        node.getNode(),
        node.getTier(),
        node.getSite(),
        node.getTrust(),
        node.getAddress(),
        node.getLiveness(),
        time(node.hasSince(), node.getSince()),
        node.getBecause(),
        node.getDraining(),
        node.getDrainAsked(),
        node.getDrainApplied(),
        (long) node.getEpoch(),
        Duration.ofMillis(node.getLeaseLeftMillis()),
        Duration.ofMillis(node.getLeaseMillis()),
        node.hasLoad() ? Optional.of(load(node.getLoad())) : Optional.empty(),
        node.getServicesList(),
        node.getModelsList().stream()
            .map(
                model ->
                    new FleetStatus.Model(model.getName(), model.getEngine(), model.getService()))
            .toList(),
        node.hasMachine() ? machine(node.getMachine()) : "",
        node.getAcceleratorsList().stream().map(FleetStatuses::accelerator).toList(),
        node.getFigures().hasCostPerHour()
            ? Optional.of(node.getFigures().getCostPerHour())
            : Optional.empty(),
        node.getTagsList(),
        node.getVersion(),
        node.getReachedByList(),
        calls(node.getCalls()),
        node.getShare(),
        node.hasServing() ? Optional.of(serving(node.getServing())) : Optional.empty(),
        node.getQuarantinesList().stream().map(FleetStatuses::quarantine).toList(),
        json(node));
  }

  private static FleetStatus.Quarantined quarantine(QuarantineStatus held) {
    return new FleetStatus.Quarantined(
        held.getService(),
        held.getStage(),
        time(held.hasSince(), held.getSince()),
        time(held.hasUntil(), held.getUntil()),
        held.getTimes(),
        held.getWords());
  }

  private static FleetStatus.Serving serving(ServingState serving) {
    return new FleetStatus.Serving(
        serving.getModelsList().stream().map(FleetStatuses::model).toList(),
        serving.getLanesList().stream().map(FleetStatuses::lane).toList(),
        serving.getGenerationsList().stream().map(GenerationPart::of).toList());
  }

  private static FleetStatus.ServedModel model(ModelState model) {
    return new FleetStatus.ServedModel(
        model.getName(),
        model.getVersion(),
        model.getEngine(),
        model.getState(),
        model.getBecause(),
        model.getMemoryBytes(),
        Duration.ofMillis(model.getLoadMillis()),
        model.getCalls(),
        model.getBudgetBytes());
  }

  private static FleetStatus.Lane lane(LaneState lane) {
    return new FleetStatus.Lane(
        lane.getMethod(),
        lane.getShape(),
        lane.getWaiting(),
        lane.getCap(),
        lane.getBatchesList(),
        lane.getVerdictsMap(),
        lane.getWaitP50Millis(),
        lane.getBatchP50Millis());
  }

  private static FleetStatus.NodeLoad load(LoadStatus load) {
    return new FleetStatus.NodeLoad(
        load.getInFlight(),
        load.getQueued(),
        load.getSlots(),
        load.getMeanServiceMillis(),
        Duration.ofMillis(load.getAgeMillis()));
  }

  private static String machine(Machine machine) {
    return String.format(
        Locale.ROOT,
        "%s %s, %d %s, %s",
        machine.getOs(),
        machine.getArch(),
        machine.getCores(),
        machine.getCores() == 1 ? "core" : "cores",
        gigabytes(machine.getMemoryBytes()));
  }

  /** One in words. */
  static String accelerator(Accelerator accelerator) {
    String model = accelerator.getModel().isEmpty() ? "" : " " + accelerator.getModel();
    String memory =
        accelerator.getMemoryBytes() == 0 ? "" : " " + gigabytes(accelerator.getMemoryBytes());
    return accelerator.getKind()
        + model
        + memory
        + (accelerator.getDeclared() ? " (declared)" : "");
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / BYTES_PER_GB);
  }

  private static FleetStatus.Calls calls(CallStatistics calls) {
    return new FleetStatus.Calls(
        calls.getPerSecond(),
        calls.getP50Millis(),
        calls.getP99Millis(),
        calls.getFailedPerSecond(),
        calls.getEscalatedPerSecond(),
        (long) calls.getTotal(),
        (long) calls.getFailedTotal());
  }

  private static FleetStatus.Service service(ServiceStatus service) {
    return new FleetStatus.Service(
        service.getName(),
        service.getMethodsList().stream().map(FleetStatuses::method).toList(),
        service.getNodesList(),
        service.getTrouble(),
        json(service));
  }

  private static FleetStatus.Method method(MethodStatus method) {
    return new FleetStatus.Method(
        method.getName(),
        method.getPreferredTier(),
        Duration.ofMillis((long) method.getDeadlineMillis()),
        method.getIdempotent(),
        method.getLabel(),
        method.getCascade(),
        method.getEdgeNodesList(),
        method.getCloudNodesList(),
        calls(method.getCalls()));
  }

  private static FleetStatus.Client client(ClientStatus client) {
    return new FleetStatus.Client(
        client.getClient(),
        client.getSite(),
        client.getVersion(),
        time(client.hasSince(), client.getSince()),
        (long) client.getViewVersion());
  }

  static Optional<Instant> time(boolean isPresent, Timestamp time) {
    return isPresent
        ? Optional.of(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()))
        : Optional.empty();
  }

  static String json(Message message) {
    try {
      return JSON.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a status has no Any that could be unknown", e);
    }
  }
}

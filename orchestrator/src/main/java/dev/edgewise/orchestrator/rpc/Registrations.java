package dev.edgewise.orchestrator.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import dev.edgewise.orchestrator.node.Bytes;
import dev.edgewise.orchestrator.node.Figures;
import dev.edgewise.orchestrator.node.Machine;
import dev.edgewise.orchestrator.node.OfferedModel;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.store.RegistrationCodec;
import dev.edgewise.proto.v1.Register;
import dev.edgewise.sdk.wire.Protos;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Registrations as the control protocol has them; the store keeps them in the same form. */
public final class Registrations implements RegistrationCodec {
  /** Translates without state. */
  public Registrations() {}

  @Override
  public byte[] encode(Registration registration) {
    return toProto(registration).toByteArray();
  }

  @Override
  public Registration decode(byte[] bytes) {
    try {
      return fromProto(Register.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("no registration: " + e.getMessage(), e);
    }
  }

  /**
   * A registration.
   *
   * @throws IllegalArgumentException that names the field that is wrong
   */
  static Registration fromProto(Register message) {
    if (!message.hasSite()) {
      throw new IllegalArgumentException("site: missing (expected: where the node stands)");
    }
    Node node =
        new Node(
            message.getNode(),
            Protos.fromProto(message.getTier())
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "tier: missing or unknown (expected: edge or cloud)")),
            Protos.fromProto(message.getSite()));
    List<OfferedService> services = new ArrayList<>();
    for (dev.edgewise.proto.v1.OfferedService service : message.getServicesList()) {
      services.add(
          new OfferedService(
              service.getName(),
              service.getMethodsList(),
              Bytes.of(service.getDescriptorSet().toByteArray())));
    }
    List<OfferedModel> models = new ArrayList<>();
    for (dev.edgewise.proto.v1.OfferedModel model : message.getModelsList()) {
      models.add(new OfferedModel(model.getName(), model.getEngine(), model.getService()));
    }
    List<Accelerator> accelerators = new ArrayList<>();
    for (dev.edgewise.proto.v1.Accelerator accelerator : message.getAcceleratorsList()) {
      accelerators.add(Protos.fromProto(accelerator));
    }
    return new Registration(
        node,
        message.getAddress(),
        message.getVersion(),
        message.getTagsList(),
        services,
        models,
        machine(message.getMachine()),
        accelerators,
        figures(message.getFigures()),
        message.getMetered());
  }

  /** A load; empty when there is none. */
  static Optional<Load> load(boolean present, dev.edgewise.proto.v1.Load load) {
    return present ? Optional.of(Protos.fromProto(load)) : Optional.empty();
  }

  private static Register toProto(Registration registration) {
    Register.Builder message =
        Register.newBuilder()
            .setProtocol(Protocol.VERSION)
            .setNode(registration.name())
            .setTier(Protos.toProto(registration.node().tier()))
            .setSite(Protos.toProto(registration.node().site()))
            .setAddress(registration.address())
            .setVersion(registration.version())
            .addAllTags(registration.tags())
            .setMachine(toProto(registration.machine()))
            .setFigures(toProto(registration.figures()))
            .setMetered(registration.metered());
    for (OfferedService service : registration.services()) {
      message.addServices(
          dev.edgewise.proto.v1.OfferedService.newBuilder()
              .setName(service.name())
              .addAllMethods(service.methods())
              .setDescriptorSet(UnsafeByteOperations.unsafeWrap(service.descriptorSet().array())));
    }
    for (OfferedModel model : registration.models()) {
      message.addModels(
          dev.edgewise.proto.v1.OfferedModel.newBuilder()
              .setName(model.name())
              .setEngine(model.engine())
              .setService(model.service()));
    }
    for (Accelerator accelerator : registration.accelerators()) {
      message.addAccelerators(Protos.toProto(accelerator));
    }
    return message.build();
  }

  /** A machine as the protocol has it. */
  static dev.edgewise.proto.v1.Machine toProto(Machine machine) {
    return dev.edgewise.proto.v1.Machine.newBuilder()
        .setOs(machine.os())
        .setArch(machine.arch())
        .setCores(machine.cores())
        .setMemoryBytes(machine.memoryBytes())
        .addAllCpuFeatures(machine.cpuFeatures())
        .build();
  }

  /** Figures as the protocol has them. */
  static dev.edgewise.proto.v1.Figures toProto(Figures figures) {
    dev.edgewise.proto.v1.Figures.Builder message = dev.edgewise.proto.v1.Figures.newBuilder();
    figures.costPerHour().ifPresent(message::setCostPerHour);
    figures.idleWatts().ifPresent(message::setIdleWatts);
    figures.busyWatts().ifPresent(message::setBusyWatts);
    return message.build();
  }

  private static Machine machine(dev.edgewise.proto.v1.Machine machine) {
    return new Machine(
        machine.getOs(),
        machine.getArch(),
        machine.getCores(),
        machine.getMemoryBytes(),
        machine.getCpuFeaturesList());
  }

  private static Figures figures(dev.edgewise.proto.v1.Figures figures) {
    return new Figures(
        figure(figures.hasCostPerHour(), figures.getCostPerHour()),
        figure(figures.hasIdleWatts(), figures.getIdleWatts()),
        figure(figures.hasBusyWatts(), figures.getBusyWatts()));
  }

  private static OptionalDouble figure(boolean present, double value) {
    return present ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}

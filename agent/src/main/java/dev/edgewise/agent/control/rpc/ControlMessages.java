package dev.edgewise.agent.control.rpc;

import com.google.protobuf.UnsafeByteOperations;
import dev.edgewise.agent.control.FromOrchestrator;
import dev.edgewise.agent.control.FromOrchestrator.Reason;
import dev.edgewise.agent.control.Offer;
import dev.edgewise.agent.control.ToOrchestrator;
import dev.edgewise.core.machine.Hardware;
import dev.edgewise.proto.v1.Applied;
import dev.edgewise.proto.v1.Deregister;
import dev.edgewise.proto.v1.Figures;
import dev.edgewise.proto.v1.FromAgent;
import dev.edgewise.proto.v1.Machine;
import dev.edgewise.proto.v1.OfferedModel;
import dev.edgewise.proto.v1.OfferedService;
import dev.edgewise.proto.v1.Refusal;
import dev.edgewise.proto.v1.RefusalKind;
import dev.edgewise.proto.v1.Register;
import dev.edgewise.proto.v1.Registered;
import dev.edgewise.proto.v1.Renew;
import dev.edgewise.proto.v1.ToAgent;
import dev.edgewise.sdk.wire.Protos;
import java.time.Duration;
import java.util.Optional;

/** Translates the messages of the stream. */
final class ControlMessages {
  /** Version of the control protocol that this agent speaks. */
  static final int PROTOCOL = 1;

  private static final int MAX_TEXT = 1_000;

  private ControlMessages() {}

  static FromAgent toProto(ToOrchestrator message) {
    FromAgent.Builder proto = FromAgent.newBuilder();
    switch (message) {
      case ToOrchestrator.Register register -> proto.setRegister(register(register));
      case ToOrchestrator.Renew(long epoch, var load, var serving) -> {
        Renew.Builder renew = Renew.newBuilder().setEpoch(epoch).setLoad(Protos.toProto(load));
        serving.ifPresent(state -> renew.setServing(ServingMessages.toProto(state)));
        proto.setRenew(renew);
      }
      case ToOrchestrator.Applied(long version) ->
          proto.setApplied(Applied.newBuilder().setVersion(version));
      case ToOrchestrator.Deregister(String because) ->
          proto.setDeregister(Deregister.newBuilder().setBecause(because));
    }
    return proto.build();
  }

  /** What a message means; empty for one that this version does not know. */
  static Optional<FromOrchestrator> fromProto(ToAgent message) {
    return switch (message.getKindCase()) {
      case REGISTERED -> {
        Registered registered = message.getRegistered();
        yield Optional.of(
            new FromOrchestrator.Registered(
                registered.getEpoch(),
                Duration.ofMillis(registered.getLeaseMillis()),
                Duration.ofMillis(registered.getHeartbeatMillis()),
                line(registered.getVersion())));
      }
      case RENEWED -> Optional.of(new FromOrchestrator.Renewed(message.getRenewed().getEpoch()));
      case DESIRED ->
          Optional.of(
              new FromOrchestrator.Desired(
                  message.getDesired().getVersion(), message.getDesired().getDrain()));
      case REFUSAL -> {
        Refusal refusal = message.getRefusal();
        yield Optional.of(
            new FromOrchestrator.Refused(
                reason(refusal.getKind()), line(refusal.getCode()), line(refusal.getMessage())));
      }
      case KIND_NOT_SET -> Optional.empty();
    };
  }

  private static Register register(ToOrchestrator.Register register) {
    Offer offer = register.offer();
    Register.Builder proto =
        Register.newBuilder()
            .setProtocol(PROTOCOL)
            .setNode(offer.node().name())
            .setTier(Protos.toProto(offer.node().tier()))
            .setSite(Protos.toProto(offer.node().site()))
            .setAddress(offer.address())
            .setVersion(offer.version())
            .addAllTags(offer.tags())
            .setMachine(machine(offer.hardware()))
            .setFigures(figures(offer.figures()))
            .setLoad(Protos.toProto(register.load()))
            .setHeldEpoch(register.heldEpoch())
            .setMetered(offer.metered())
            .setApplied(register.applied());
    offer
        .services()
        .forEach(
            service ->
                proto.addServices(
                    OfferedService.newBuilder()
                        .setName(service.name())
                        .addAllMethods(service.methods())
                        .setDescriptorSet(
                            UnsafeByteOperations.unsafeWrap(service.descriptorSet()))));
    offer
        .models()
        .forEach(
            model ->
                proto.addModels(
                    OfferedModel.newBuilder()
                        .setName(model.name())
                        .setEngine(model.engine())
                        .setService(model.service())));
    offer.hardware().accelerators().forEach(one -> proto.addAccelerators(Protos.toProto(one)));
    return proto.build();
  }

  private static Machine machine(Hardware hardware) {
    return Machine.newBuilder()
        .setOs(hardware.os())
        .setArch(hardware.arch())
        .setCores(hardware.cores())
        .setMemoryBytes(hardware.memoryBytes())
        .addAllCpuFeatures(hardware.cpuFeatures())
        .build();
  }

  private static Figures figures(Offer.Figures figures) {
    Figures.Builder proto = Figures.newBuilder();
    figures.costPerHour().ifPresent(proto::setCostPerHour);
    figures.idleWatts().ifPresent(proto::setIdleWatts);
    figures.busyWatts().ifPresent(proto::setBusyWatts);
    return proto.build();
  }

  private static Reason reason(RefusalKind kind) {
    return switch (kind) {
      case REFUSAL_KIND_PROTOCOL -> Reason.PROTOCOL;
      case REFUSAL_KIND_INVALID -> Reason.INVALID;
      case REFUSAL_KIND_NAME_TAKEN -> Reason.NAME_TAKEN;
      case REFUSAL_KIND_FENCED -> Reason.FENCED;
      case REFUSAL_KIND_FULL -> Reason.FULL;
      case REFUSAL_KIND_UNSPECIFIED, UNRECOGNIZED -> Reason.UNKNOWN;
    };
  }

  /** What a stranger wrote goes to the log: on one line, and not without end. */
  private static String line(String text) {
    String one = text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ");
    return one.length() <= MAX_TEXT ? one : one.substring(0, MAX_TEXT);
  }
}

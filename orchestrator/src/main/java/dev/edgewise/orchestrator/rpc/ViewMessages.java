package dev.edgewise.orchestrator.rpc;

import dev.edgewise.orchestrator.fleet.NodeEntry;
import dev.edgewise.orchestrator.fleet.ViewMessage;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.overview.MemberState;
import dev.edgewise.proto.v1.FullView;
import dev.edgewise.proto.v1.Liveness;
import dev.edgewise.proto.v1.Quarantine;
import dev.edgewise.proto.v1.QuarantineStage;
import dev.edgewise.proto.v1.ToClient;
import dev.edgewise.proto.v1.ViewDelta;
import dev.edgewise.proto.v1.ZoneEntries;
import dev.edgewise.sdk.wire.Protos;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Views as the protocol has them. All clients are sent the same deltas at nearly the same time, so
 * the last translation is kept for a moment. Used by the fleet's thread only.
 */
final class ViewMessages {
  /** Ages in a translation are wrong by as much as it is old. */
  private static final long FRESH = Duration.ofMillis(200).toNanos();

  private static final long NANOS_PER_MILLI = 1_000_000;

  private @Nullable ViewMessage last;
  private ToClient translated = ToClient.getDefaultInstance();
  private long translatedAt;

  ToClient toProto(ViewMessage message, long now) {
    if (last != message || now - translatedAt > FRESH) {
      translated = translate(message, now);
      translatedAt = now;
      last = message;
    }
    return translated;
  }

  /** The same view with these zones. */
  static ToClient with(ZoneEntries zones, ToClient view) {
    return view.hasFull()
        ? ToClient.newBuilder().setFull(view.getFull().toBuilder().setZones(zones)).build()
        : ToClient.newBuilder().setDelta(view.getDelta().toBuilder().setZones(zones)).build();
  }

  private static ToClient translate(ViewMessage message, long now) {
    return switch (message) {
      case ViewMessage.Full full -> {
        FullView.Builder view = FullView.newBuilder().setVersion(full.version());
        full.nodes().forEach(node -> view.addNodes(entry(node, now)));
        yield ToClient.newBuilder().setFull(view).build();
      }
      case ViewMessage.Delta delta -> {
        ViewDelta.Builder changes =
            ViewDelta.newBuilder()
                .setFrom(delta.from())
                .setVersion(delta.version())
                .addAllRemoved(delta.removed());
        delta.changed().forEach(node -> changes.addChanged(entry(node, now)));
        yield ToClient.newBuilder().setDelta(changes).build();
      }
    };
  }

  private static dev.edgewise.proto.v1.NodeEntry entry(NodeEntry node, long now) {
    dev.edgewise.proto.v1.NodeEntry.Builder entry =
        dev.edgewise.proto.v1.NodeEntry.newBuilder()
            .setNode(node.name())
            .setTier(Protos.toProto(node.registration().node().tier()))
            .setSite(Protos.toProto(node.registration().node().site()))
            .setAddress(node.registration().address())
            .setEpoch(node.epoch())
            .setLiveness(liveness(node.state()))
            .setDraining(node.draining())
            .addAllTags(node.registration().tags());
    node.registration()
        .accelerators()
        .forEach(accelerator -> entry.addAccelerators(Protos.toProto(accelerator)));
    for (OfferedService service : node.registration().services()) {
      entry.addServices(
          dev.edgewise.proto.v1.OfferedService.newBuilder()
              .setName(service.name())
              .addAllMethods(service.methods()));
    }
    node.quarantines().forEach(each -> entry.addQuarantines(quarantine(each)));
    node.load()
        .ifPresent(
            load ->
                entry
                    .setLoad(Protos.toProto(load))
                    .setLoadAgeMillis(
                        Math.clamp((now - node.loadAt()) / NANOS_PER_MILLI, 0, Integer.MAX_VALUE)));
    return entry.build();
  }

  private static Quarantine quarantine(dev.edgewise.core.Quarantine told) {
    Quarantine.Builder entry =
        Quarantine.newBuilder()
            .setService(told.service())
            .setStage(stage(told.stage()))
            .setBecause(told.because());
    told.until().map(FleetStatusWriter::timestamp).ifPresent(entry::setUntil);
    return entry.build();
  }

  private static QuarantineStage stage(dev.edgewise.core.Quarantine.Stage stage) {
    return switch (stage) {
      case ASKED -> QuarantineStage.QUARANTINE_STAGE_ASKED;
      case CLOSED -> QuarantineStage.QUARANTINE_STAGE_CLOSED;
      case TRIAL -> QuarantineStage.QUARANTINE_STAGE_TRIAL;
    };
  }

  private static Liveness liveness(MemberState state) {
    return switch (state) {
      case ALIVE -> Liveness.LIVENESS_ALIVE;
      case SUSPECT -> Liveness.LIVENESS_SUSPECT;
      case ISLANDED -> Liveness.LIVENESS_ISLANDED;
      case DEAD, LEFT -> Liveness.LIVENESS_UNSPECIFIED;
    };
  }
}

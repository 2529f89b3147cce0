package dev.edgewise.sdk.wire.feed;

import dev.edgewise.core.Sighting;
import dev.edgewise.proto.v1.Faults;
import dev.edgewise.proto.v1.FromClient;
import dev.edgewise.proto.v1.LatencyBucket;
import dev.edgewise.proto.v1.MethodTraffic;
import dev.edgewise.proto.v1.NodeAttempts;
import dev.edgewise.proto.v1.SightingKind;
import dev.edgewise.proto.v1.Sightings;
import dev.edgewise.proto.v1.Wake;
import dev.edgewise.sdk.fleet.Traffic;
import dev.edgewise.sdk.wire.Protos;
import java.time.Duration;
import java.util.List;

/** What a client tells its orchestrator, as messages. Pure. */
final class FeedMessages {
  private FeedMessages() {}

  static FromClient sightings(List<Sighting> sightings) {
    Sightings.Builder proto = Sightings.newBuilder();
    for (Sighting sighting : sightings) {
      dev.edgewise.proto.v1.Sighting.Builder one =
          dev.edgewise.proto.v1.Sighting.newBuilder()
              .setNode(sighting.node())
              .setKind(kind(sighting.kind()));
      sighting.heardAgo().ifPresent(ago -> one.setHeardMillisAgo(millis(ago)));
      proto.addSightings(one);
    }
    return FromClient.newBuilder().setSightings(proto).build();
  }

  private static SightingKind kind(Sighting.Kind kind) {
    return switch (kind) {
      case REACHED -> SightingKind.SIGHTING_KIND_REACHED;
      case SILENT -> SightingKind.SIGHTING_KIND_SILENT;
      case REFUSED -> SightingKind.SIGHTING_KIND_REFUSED;
    };
  }

  static FromClient traffic(Traffic traffic) {
    dev.edgewise.proto.v1.Traffic.Builder proto =
        dev.edgewise.proto.v1.Traffic.newBuilder().setPeriodMillis(millis(traffic.period()));
    traffic.methods().forEach(method -> proto.addMethods(method(method)));
    traffic.attempts().forEach(attempts -> proto.addAttempts(attempts(attempts)));
    return FromClient.newBuilder().setTraffic(proto).build();
  }

  private static NodeAttempts attempts(Traffic.Attempts attempts) {
    NodeAttempts.Builder proto =
        NodeAttempts.newBuilder()
            .setNode(attempts.node())
            .setService(attempts.service())
            .setTenant(attempts.tenant())
            .setAnswered(attempts.answered());
    attempts
        .faults()
        .forEach(
            (code, count) -> proto.addFaults(Faults.newBuilder().setCode(code).setCount(count)));
    return proto.build();
  }

  private static MethodTraffic method(Traffic.Method method) {
    MethodTraffic.Builder proto =
        MethodTraffic.newBuilder()
            .setMethod(method.method())
            .setNode(method.node())
            .setCompleted(method.completed())
            .setRefused(method.refused())
            .setExpired(method.expired())
            .setFailed(method.failed())
            .setCancelled(method.cancelled())
            .setEscalated(method.escalated());
    method.tier().ifPresent(tier -> proto.setTier(Protos.toProto(tier)));
    method
        .latency()
        .forEach(
            bucket ->
                proto.addLatency(
                    LatencyBucket.newBuilder().setIndex(bucket.index()).setCount(bucket.count())));
    return proto.build();
  }

  static FromClient wake(String zone, String method, int waiting) {
    return FromClient.newBuilder()
        .setWake(Wake.newBuilder().setZone(zone).setMethod(method).setWaiting(waiting))
        .build();
  }

  private static int millis(Duration duration) {
    return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
  }
}

package dev.edgewise.orchestrator.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Site;
import dev.edgewise.core.Text;
import dev.edgewise.orchestrator.zone.Woken;
import dev.edgewise.orchestrator.zone.ZoneDesk;
import dev.edgewise.orchestrator.zone.ZoneEntry;
import dev.edgewise.orchestrator.zone.ZoneMethod;
import dev.edgewise.proto.v1.OfferedService;
import dev.edgewise.proto.v1.ToClient;
import dev.edgewise.proto.v1.Wake;
import dev.edgewise.proto.v1.ZoneEntries;
import dev.edgewise.sdk.wire.Protos;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * ZoneEntries as the protocol has them, for the streams of all clients. The last translation is
 * kept for as long as nothing changes. Thread-safe.
 */
final class ZoneEntryMessages {
  private static final int MAX_TEXT = 300;

  /** More than that no client has waiting; what it says is not believed beyond. */
  private static final int MOST_WAITING = 100_000;

  private final ZoneDesk desk;
  private List<ZoneEntry> last = List.of();
  private ZoneEntries translated = ZoneEntries.getDefaultInstance();

  ZoneEntryMessages(ZoneDesk desk) {
    this.desk = requireNonNull(desk, "desk");
  }

  /** The zones as they are now; the same object for as long as nothing has changed. */
  synchronized ZoneEntries now() {
    List<ZoneEntry> zones = desk.zones();
    if (!zones.equals(last)) {
      ZoneEntries.Builder next = ZoneEntries.newBuilder();
      zones.forEach(zone -> next.addZones(entry(zone)));
      translated = next.build();
      last = zones;
    }
    return translated;
  }

  /** Has a zone woken, and says what comes of it. */
  ToClient wake(Wake wake) {
    int waiting = Math.clamp(wake.getWaiting(), 1, MOST_WAITING);
    var answer = dev.edgewise.proto.v1.Woken.newBuilder().setZone(wake.getZone());
    switch (desk.wake(wake.getZone(), wake.getMethod(), waiting)) {
      case Woken.Starting(Duration expected) ->
          answer.setStarting(
              dev.edgewise.proto.v1.Woken.Starting.newBuilder()
                  .setExpectedMillis(expected.toMillis()));
      case Woken.Refused(String because, Duration retryAfter) ->
          answer.setNotStarted(
              dev.edgewise.proto.v1.Woken.NotStarted.newBuilder()
                  .setBecause(Text.line(because, MAX_TEXT))
                  .setRetryAfterMillis(retryAfter.toMillis()));
    }
    return ToClient.newBuilder().setWoken(answer).build();
  }

  private static dev.edgewise.proto.v1.ZoneEntry entry(ZoneEntry zone) {
    return dev.edgewise.proto.v1.ZoneEntry.newBuilder()
        .setSite(Protos.toProto(new Site(zone.zone(), zone.trust())))
        .setNodes(zone.nodes())
        .setStarting(zone.starting())
        .setMax(zone.max())
        .setColdStartMillis(zone.coldStart().toMillis())
        .addAllServices(services(zone.methods()))
        .addAllAccelerators(zone.accelerators().stream().map(Protos::toProto).toList())
        .setCanStart(zone.canStart())
        .setBecause(Text.line(zone.because(), MAX_TEXT))
        .build();
  }

  /** Clients have no use for descriptor sets. */
  private static List<OfferedService> services(List<ZoneMethod> methods) {
    Map<String, OfferedService.Builder> services = new LinkedHashMap<>();
    for (ZoneMethod method : methods) {
      String service = method.service().name();
      services
          .computeIfAbsent(service, name -> OfferedService.newBuilder().setName(name))
          .addMethods(method.method().substring(service.length() + 1));
    }
    return services.values().stream().map(OfferedService.Builder::build).toList();
  }
}

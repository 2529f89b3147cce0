package dev.edgewise.orchestrator.rpc;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.edgewise.core.Clock;
import dev.edgewise.orchestrator.zone.ZoneOverview;
import dev.edgewise.proto.v1.ZoneList;
import java.util.Optional;

/** All that operators are told of zones, as messages and as JSON. Thread-safe. */
public final class ZonesView {
  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().alwaysPrintFieldsWithNoPresence().omittingInsignificantWhitespace();

  private final ZoneOverview zones;
  private final Clock clock;

  ZonesView(ZoneOverview zones, Clock clock) {
    this.zones = requireNonNull(zones, "zones");
    this.clock = requireNonNull(clock, "clock");
  }

  /** The zones, as they are seen and steered. */
  public ZoneOverview zones() {
    return zones;
  }

  ZoneList list() {
    ZoneList.Builder list = ZoneList.newBuilder().setNow(FleetStatusWriter.timestamp(clock.now()));
    zones.statuses().forEach(zone -> list.addZones(ZoneMessages.state(zone)));
    return list.build();
  }

  /** The same as {@link #json}; empty where no zone is scaled. */
  public Optional<String> jsonOfSome() {
    return zones.statuses().isEmpty() ? Optional.empty() : Optional.of(json());
  }

  /** {@code edgewise.v1.ZoneList} with a {@code schema}. */
  public String json() {
    try {
      return "{\"schema\":\"edgewise.zones/1\"," + JSON.print(list()).substring(1);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("no Any in it that could be unknown", e);
    }
  }
}

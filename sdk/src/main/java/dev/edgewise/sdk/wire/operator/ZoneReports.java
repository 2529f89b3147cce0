package dev.edgewise.sdk.wire.operator;

import dev.edgewise.proto.v1.ZoneHappening;
import dev.edgewise.proto.v1.ZoneMember;
import dev.edgewise.proto.v1.ZoneState;
import java.time.Duration;
import java.util.Optional;

/** Reads what an orchestrator says of its zones. Pure. */
final class ZoneReports {
  private ZoneReports() {}

  static ZoneReport of(ZoneState zone) {
    return new ZoneReport(
        zone.getZone(),
        zone.getTrust(),
        zone.getMin(),
        zone.getMax(),
        zone.getWarm(),
        zone.getOnTimeTarget(),
        zone.getWanted(),
        zone.getBecause(),
        zone.getNodesList().stream().map(ZoneReports::node).toList(),
        zone.hasHold()
            ? Optional.of(
                new ZoneReport.Hold(
                    zone.getHold().getNodes(),
                    FleetStatuses.time(zone.getHold().hasUntil(), zone.getHold().getUntil())))
            : Optional.empty(),
        zone.getTrouble(),
        Duration.ofMillis(zone.getColdStartMillis()),
        new ZoneReport.Counts(
            (long) zone.getCounts().getStarts(),
            (long) zone.getCounts().getColdStarts(),
            (long) zone.getCounts().getFailures(),
            (long) zone.getCounts().getDeaths()),
        zone.getCostSoFar(),
        zone.getServicesList(),
        zone.getAcceleratorsList().stream().map(FleetStatuses::accelerator).toList(),
        zone.getEventsList().stream().map(ZoneReports::event).toList(),
        FleetStatuses.json(zone));
  }

  private static ZoneReport.Node node(ZoneMember node) {
    return new ZoneReport.Node(
        node.getNode(),
        node.getPhase(),
        FleetStatuses.time(node.hasSince(), node.getSince()),
        node.getProcess());
  }

  static ZoneReport.Event event(ZoneHappening event) {
    return new ZoneReport.Event(
        FleetStatuses.time(event.hasTime(), event.getTime()),
        event.getZone(),
        event.getNode(),
        event.getWhat(),
        event.getBecause(),
        FleetStatuses.json(event));
  }
}

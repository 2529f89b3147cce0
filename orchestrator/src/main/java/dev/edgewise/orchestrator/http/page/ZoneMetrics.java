package dev.edgewise.orchestrator.http.page;

import static java.util.Objects.requireNonNull;

import dev.edgewise.orchestrator.zone.NodePhase;
import dev.edgewise.orchestrator.zone.ZoneStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The zones that the orchestrator starts nodes of, in Prometheus' terms. Thread-safe. */
final class ZoneMetrics implements MultiCollector {
  private final Supplier<List<ZoneStatus>> zones;

  ZoneMetrics(Supplier<List<ZoneStatus>> zones) {
    this.zones = requireNonNull(zones, "zones");
  }

  @Override
  public MetricSnapshots collect() {
    List<ZoneStatus> now = zones.get();
    if (now.isEmpty()) {
      return new MetricSnapshots();
    }
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(nodes(now));
    all.add(gauge("edgewise_zone_wanted", "Nodes that should take calls", now, ZoneStatus::wanted));
    all.add(
        gauge(
            "edgewise_zone_blocked",
            "1 while nothing is started, after failures, else 0",
            now,
            zone -> zone.trouble().isEmpty() ? 0 : 1));
    all.add(
        gauge(
            "edgewise_zone_cold_start_seconds",
            "From a start to the first call that the node takes, as learned",
            now,
            zone -> zone.coldStart().toMillis() / 1e3));
    all.add(counter("edgewise_zone_starts", "Nodes started", now, zone -> zone.counts().starts()));
    all.add(
        counter(
            "edgewise_zone_cold_starts",
            "Nodes started when no other took calls or was about to",
            now,
            zone -> zone.counts().coldStarts()));
    all.add(
        counter(
            "edgewise_zone_start_failures",
            "Starts that came to nothing",
            now,
            zone -> zone.counts().failures()));
    all.add(
        counter(
            "edgewise_zone_deaths",
            "Nodes that ended without having been asked, or had to be ended",
            now,
            zone -> zone.counts().deaths()));
    all.add(
        counter(
            "edgewise_zone_cost",
            "Cost of the zone's nodes, in the fleet's currency",
            now,
            ZoneStatus::costSoFar));
    return new MetricSnapshots(all);
  }

  private static GaugeSnapshot nodes(List<ZoneStatus> zones) {
    GaugeSnapshot.Builder nodes =
        GaugeSnapshot.builder().name("edgewise_zone_nodes").help("Processes of zones by phase");
    for (ZoneStatus zone : zones) {
      for (NodePhase phase : NodePhase.values()) {
        nodes.dataPoint(
            GaugeDataPointSnapshot.builder()
                .labels(Labels.of("zone", zone.zone(), "phase", phase.word()))
                .value((double) zone.in(phase))
                .build());
      }
    }
    return nodes.build();
  }

  private static GaugeSnapshot gauge(
      String name, String help, List<ZoneStatus> zones, ToDoubleFunction<ZoneStatus> value) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    for (ZoneStatus zone : zones) {
      gauge.dataPoint(
          GaugeDataPointSnapshot.builder()
              .labels(Labels.of("zone", zone.zone()))
              .value(value.applyAsDouble(zone))
              .build());
    }
    return gauge.build();
  }

  private static CounterSnapshot counter(
      String name, String help, List<ZoneStatus> zones, ToDoubleFunction<ZoneStatus> value) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    for (ZoneStatus zone : zones) {
      counter.dataPoint(
          CounterDataPointSnapshot.builder()
              .labels(Labels.of("zone", zone.zone()))
              .value(value.applyAsDouble(zone))
              .build());
    }
    return counter.build();
  }
}

package dev.edgewise.orchestrator.http.page;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import dev.edgewise.orchestrator.overview.FleetSnapshot;
import dev.edgewise.orchestrator.overview.MemberState;
import dev.edgewise.orchestrator.registry.RegistryStatus;
import dev.edgewise.orchestrator.rpc.OperatorView;
import dev.edgewise.orchestrator.traffic.TrafficPicture;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The fleet in Prometheus' terms, written down when somebody scrapes. Labels are words of ours, but
 * for the names of methods, of which the first {@value #MOST_METHODS} in the alphabet are told: a
 * histogram is twenty series. Thread-safe.
 */
final class FleetMetrics implements MultiCollector {
  static final int MOST_METHODS = 100;

  private static final int MOST_QUARANTINES = 200;

  private final OperatorView view;
  private final EventHub hub;

  FleetMetrics(OperatorView view, EventHub hub) {
    this.view = requireNonNull(view, "view");
    this.hub = requireNonNull(hub, "hub");
  }

  @Override
  public MetricSnapshots collect() {
    FleetSnapshot fleet = view.fleet().snapshot();
    TrafficPicture traffic = view.traffic();
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(nodes(fleet));
    all.add(
        gauge(
            "edgewise_view_version",
            "Version of the newest view of the fleet; it grows across restarts",
            fleet.viewVersion()));
    all.add(
        gauge(
            "edgewise_settling",
            "1 while stored nodes are waited for after the start, else 0",
            fleet.settling() ? 1 : 0));
    all.add(
        gauge("edgewise_clients", "Clients that hold a stream of views", fleet.clients().size()));
    all.add(gauge("edgewise_page_listeners", "Pages that listen to what happens", hub.listeners()));
    all.add(
        counter(
            "edgewise_registrations",
            "Leases granted to processes that held none",
            fleet.counts().registrations()));
    all.add(
        counter(
            "edgewise_leases_lost",
            "Times that a node became suspect because its lease or its stream ended",
            fleet.counts().leasesLost()));
    all.add(
        counter(
            "edgewise_fenced",
            "Streams refused because the lease of their epoch was over",
            fleet.counts().fenced()));
    quarantines(fleet, all);
    all.add(decisions(traffic));
    all.add(
        counter(
            "edgewise_escalations",
            "Completed calls that the cascade took on to the cloud, as clients report them",
            traffic.escalated()));
    all.add(
        counter(
            "edgewise_decisions_dropped",
            "Records of decisions that were not kept because they came too fast or were malformed",
            view.decisionsDropped()));
    all.add(
        counter(
            "edgewise_traffic_evicted",
            "Methods and nodes whose statistics made room for newer ones",
            traffic.evicted()));
    all.add(
        gauge(
            "edgewise_methods_not_told",
            "Methods that are left out of rpc_client_call_duration_seconds: there are too many",
            Math.max(0, traffic.methods().size() - MOST_METHODS)));
    all.add(durations(traffic));
    view.publication().status().ifPresent(status -> registry(status, all));
    return new MetricSnapshots(all);
  }

  private static void registry(RegistryStatus status, List<MetricSnapshot> all) {
    all.add(
        gauge(
            "edgewise_registry_away",
            "1 while the registry that the fleet is published in does not answer, else 0",
            status.away() ? 1 : 0));
    all.add(
        gauge(
            "edgewise_registry_entries",
            "Entries of this fleet in the registry, as of the last write",
            status.entries()));
    all.add(
        gauge(
            "edgewise_registry_entries_left_out",
            "Entries that are not published because there are too many",
            status.leftOut()));
    all.add(
        counter("edgewise_registry_losses", "Times that the registry went away", status.losses()));
  }

  private static GaugeSnapshot nodes(FleetSnapshot fleet) {
    GaugeSnapshot.Builder nodes =
        GaugeSnapshot.builder()
            .name("edgewise_nodes")
            .help("Nodes by tier and by what is known of them; dead ones for ten minutes");
    for (Tier tier : Tier.values()) {
      for (MemberState state : MemberState.values()) {
        long count =
            fleet.members().stream()
                .filter(member -> member.registration().node().tier() == tier)
                .filter(member -> member.standing().state() == state)
                .count();
        nodes.dataPoint(
            GaugeDataPointSnapshot.builder()
                .labels(
                    Labels.of(
                        "tier", tier.name().toLowerCase(Locale.ROOT), "liveness", state.word()))
                .value((double) count)
                .build());
      }
    }
    return nodes.build();
  }

  private static void quarantines(FleetSnapshot fleet, List<MetricSnapshot> all) {
    GaugeSnapshot.Builder held =
        GaugeSnapshot.builder()
            .name("edgewise_node_quarantined")
            .help(
                "1 for each service that is under quarantine on a node: asked by an operator,"
                    + " closed because it failed there, or on trial");
    fleet.members().stream()
        .flatMap(
            member ->
                member.quarantines().stream()
                    .map(
                        each ->
                            GaugeDataPointSnapshot.builder()
                                .labels(
                                    Labels.of(
                                        "node",
                                        member.name(),
                                        "service",
                                        each.quarantine().service(),
                                        "stage",
                                        each.quarantine().stage().name().toLowerCase(Locale.ROOT)))
                                .value(1)
                                .build()))
        .limit(MOST_QUARANTINES)
        .forEach(held::dataPoint);
    all.add(held.build());
    all.add(
        counter(
            "edgewise_quarantines",
            "Times that a service was put under quarantine on a node because it failed there",
            fleet.faults().quarantines()));
    all.add(
        gauge(
            "edgewise_services_failing",
            "Services that fail on all nodes of a tier alike, so that no node is to blame",
            fleet.faults().everywhere().size()));
  }

  private static CounterSnapshot decisions(TrafficPicture traffic) {
    CounterSnapshot.Builder decisions =
        CounterSnapshot.builder()
            .name("edgewise_decisions")
            .help("Calls, each one decision, by how they ended, as clients report them");
    traffic
        .outcomes()
        .forEach(
            (outcome, count) ->
                decisions.dataPoint(
                    CounterDataPointSnapshot.builder()
                        .labels(Labels.of("outcome", outcome))
                        .value((double) count)
                        .build()));
    return decisions.build();
  }

  private static HistogramSnapshot durations(TrafficPicture traffic) {
    HistogramSnapshot.Builder durations =
        HistogramSnapshot.builder()
            .name("rpc_client_call_duration_seconds")
            .help(
                "How long completed calls took for their callers, as clients report them; counts"
                    + " are exact, the sum is within 10 %");
    traffic.methods().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .limit(MOST_METHODS)
        .forEach(
            method ->
                durations.dataPoint(
                    HistogramDataPointSnapshot.builder()
                        .labels(Labels.of("rpc_method", method.getKey(), "rpc_system_name", "grpc"))
                        .classicHistogramBuckets(buckets(method.getValue().durations()))
                        .sum(method.getValue().durations().sumSeconds())
                        .build()));
    return durations.build();
  }

  private static ClassicHistogramBuckets buckets(TrafficPicture.Durations durations) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    int last = durations.counts().size() - 1;
    for (int i = 0; i <= last; i++) {
      double bound =
          i == last
              ? Double.POSITIVE_INFINITY
              : Math.pow(2, TrafficPicture.Durations.FIRST_POWER + i) / 1e6;
      buckets.bucket(bound, durations.counts().get(i));
    }
    return buckets.build();
  }

  private static GaugeSnapshot gauge(String name, String help, long value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value((double) value).build())
        .build();
  }

  private static CounterSnapshot counter(String name, String help, long value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(CounterDataPointSnapshot.builder().value((double) value).build())
        .build();
  }
}

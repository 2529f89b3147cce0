package dev.edgewise.orchestrator.http.page;

import static java.util.Objects.requireNonNull;

import dev.edgewise.orchestrator.gateway.generation.GenerationDesk.Counts;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Supplier;

/** What the gateway keeps for clients that lose their connection, in Prometheus' terms. */
final class GatewayMetrics implements MultiCollector {
  private final Supplier<Counts> counts;

  GatewayMetrics(Supplier<Counts> counts) {
    this.counts = requireNonNull(counts, "counts");
  }

  @Override
  public MetricSnapshots collect() {
    Counts now = counts.get();
    return MetricSnapshots.of(
        GaugeSnapshot.builder()
            .name("edgewise_generation_kept")
            .help("Streams of resumable methods that the gateway keeps")
            .dataPoint(gauge("running", now.running()))
            .dataPoint(gauge("ended", now.kept() - now.running()))
            .build(),
        GaugeSnapshot.builder()
            .name("edgewise_generation_unread")
            .help("Those of them that no client reads at the moment")
            .dataPoint(GaugeDataPointSnapshot.builder().value(now.unread()).build())
            .build(),
        GaugeSnapshot.builder()
            .name("edgewise_generation_kept_bytes")
            .help("Bytes of what they gave and clients may come back for")
            .dataPoint(GaugeDataPointSnapshot.builder().value((double) now.bytes()).build())
            .build(),
        CounterSnapshot.builder()
            .name("edgewise_generation_clients_returned")
            .help("Clients that came back to a stream, by whether it was there for them")
            .dataPoint(counter("resumed", now.resumed()))
            .dataPoint(counter("gone", now.gone()))
            .build());
  }

  private static GaugeDataPointSnapshot gauge(String state, long value) {
    return GaugeDataPointSnapshot.builder()
        .labels(Labels.of("state", state))
        .value((double) value)
        .build();
  }

  private static CounterDataPointSnapshot counter(String outcome, long value) {
    return CounterDataPointSnapshot.builder()
        .labels(Labels.of("outcome", outcome))
        .value((double) value)
        .build();
  }
}

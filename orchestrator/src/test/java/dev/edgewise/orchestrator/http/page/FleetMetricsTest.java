package dev.edgewise.orchestrator.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.orchestrator.overview.Client;
import dev.edgewise.orchestrator.overview.FleetSnapshot;
import dev.edgewise.orchestrator.overview.MemberState;
import dev.edgewise.orchestrator.registry.Publication;
import dev.edgewise.orchestrator.rpc.DecisionArchive;
import dev.edgewise.orchestrator.rpc.FakeFleet;
import dev.edgewise.orchestrator.rpc.OperatorView;
import dev.edgewise.orchestrator.rpc.ReportedCalls;
import dev.edgewise.orchestrator.traffic.Calls;
import dev.edgewise.orchestrator.traffic.TrafficWindows;
import dev.edgewise.orchestrator.zone.ZoneOverview;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FleetMetricsTest {
  @Test
  void methods_without_end_make_series_with_an_end(@TempDir Path folder) {
    Clock clock = Clock.system();
    TrafficWindows windows = new TrafficWindows(clock, 1_000, 10);
    for (int i = 0; i < 500; i++) {
      windows.add(
          "s/m" + i,
          "n",
          Tier.EDGE,
          new Calls(7, 0, 0, 0, 0, 0, List.of(new Calls.Bucket(53, 7))),
          Duration.ofSeconds(1));
    }
    try (DecisionArchive archive =
            DecisionArchive.open(
                folder,
                ZoneOverview.none(),
                clock,
                new SplittableRandom(1),
                task -> new Thread(task, "decisions"));
        SystemScheduler scheduler = SystemScheduler.create("events")) {
      ReportedCalls reports = new ReportedCalls(windows, archive);
      reports.left(1, new Client("till", "", ""));
      FakeFleet fleet = new FakeFleet().with("nyc", Tier.EDGE, MemberState.ALIVE, "");
      fleet.quarantine("nyc", "shop.v1.Vision", true, "");
      fleet.knows(new FleetSnapshot.Faults(Map.of("shop.v1.Clock", "it fails"), 3));
      OperatorView view =
          new OperatorView(
              fleet, windows, reports, archive, Publication.none(), clock, "0.1.0", () -> 7400);
      try (EventHub hub = new EventHub(view, () -> "", Optional::empty, clock, scheduler)) {
        MetricSnapshots told = new FleetMetrics(view, hub).collect();
        HistogramSnapshot durations =
            told.stream()
                .filter(HistogramSnapshot.class::isInstance)
                .map(HistogramSnapshot.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(durations.getDataPoints()).hasSize(FleetMetrics.MOST_METHODS);
        assertThat(durations.getDataPoints().get(0).getCount()).isEqualTo(7);
        // Bucket 53 is (2^13, 2^13.25] µs: between 8.2 and 9.7 ms.
        assertThat(durations.getDataPoints().get(0).getSum() / 7).isBetween(0.0082, 0.0097);
        assertThat(labels(told, "edgewise_node_quarantined"))
            .isEqualTo("{node=\"nyc\",service=\"shop.v1.Vision\",stage=\"asked\"}");
        assertThat(value(told, "edgewise_quarantines")).isEqualTo(3);
        assertThat(value(told, "edgewise_services_failing")).isEqualTo(1);
      }
    }
  }

  private static DataPointSnapshot point(MetricSnapshots told, String name) {
    return told.stream()
        .filter(each -> each.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getDataPoints()
        .get(0);
  }

  private static String labels(MetricSnapshots told, String name) {
    return point(told, name).getLabels().toString();
  }

  private static double value(MetricSnapshots told, String name) {
    return switch (point(told, name)) {
      case CounterSnapshot.CounterDataPointSnapshot counter -> counter.getValue();
      case GaugeSnapshot.GaugeDataPointSnapshot gauge -> gauge.getValue();
      default -> throw new IllegalStateException(name);
    };
  }
}

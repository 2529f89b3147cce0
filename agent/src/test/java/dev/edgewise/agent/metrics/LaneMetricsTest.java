package dev.edgewise.agent.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.daemon.metrics.DaemonMetrics;
import dev.edgewise.serving.batch.Refusal;
import dev.edgewise.serving.batch.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LaneMetricsTest {
  private final DaemonMetrics metrics = DaemonMetrics.create(1_000);
  private final LaneMetrics lanes = new LaneMetrics(metrics.registry());

  @AfterEach
  void close() {
    metrics.close();
  }

  private String page() {
    return new String(metrics.answer("").body(), UTF_8);
  }

  @Test
  void every_verdict_wait_and_size_is_seen() {
    lanes.answered("a.v1.A/b", new Verdict.Completed<>("x", 2, 3_000_000, 8_000_000));
    lanes.answered("a.v1.A/b", new Verdict.Cancelled<>());
    lanes.answered(
        "a.v1.A/b",
        new Verdict.Refused<>(
            Refusal.SHED, "a.v1.A/b", Duration.ZERO, Duration.ZERO, Duration.ofMillis(1)));
    lanes.ran("a.v1.A/b", 2, 8_000_000, false);
    assertThat(page())
        .contains(
            "edgewise_lane_items_total{lane=\"a.v1.A/b\",verdict=\"completed\"} 1",
            "edgewise_lane_items_total{lane=\"a.v1.A/b\",verdict=\"cancelled\"} 1",
            "edgewise_lane_items_total{lane=\"a.v1.A/b\",verdict=\"shed\"} 1",
            "edgewise_lane_wait_duration_seconds_count{lane=\"a.v1.A/b\"} 1",
            "edgewise_lane_batch_size_sum{lane=\"a.v1.A/b\"} 2",
            "edgewise_lane_run_duration_seconds_count{lane=\"a.v1.A/b\"} 1",
            "edgewise_lane_waiting{lane=\"a.v1.A/b\"} 0",
            "edgewise_lane_cap{lane=\"a.v1.A/b\"} 0");
  }

  @Test
  void profiles_are_no_labels() {
    assertThat(LaneMetrics.name("faces version 12 0a1b2c3d")).isEqualTo("faces version 12");
    assertThat(LaneMetrics.name("faces version 12")).isEqualTo("faces version 12");
    assertThat(LaneMetrics.name("faces version 12345678")).isEqualTo("faces version 12345678");
    assertThat(LaneMetrics.name("a.v1.A/b")).isEqualTo("a.v1.A/b");
  }
}

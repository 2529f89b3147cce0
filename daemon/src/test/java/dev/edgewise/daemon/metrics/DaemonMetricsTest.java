package dev.edgewise.daemon.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.daemon.http.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DaemonMetricsTest {
  private static String text(DaemonMetrics metrics, String accept) {
    return new String(metrics.answer(accept).body(), UTF_8);
  }

  @Test
  void the_jvm_is_measured_too() {
    try (DaemonMetrics metrics = DaemonMetrics.create(500)) {
      assertThat(text(metrics, ""))
          .contains("# TYPE jvm_memory_used_bytes gauge")
          .contains("jvm_threads_live_threads ")
          .contains("process_uptime_seconds ");
    }
  }

  @Test
  void whoever_asks_for_open_metrics_gets_it() {
    try (DaemonMetrics metrics = DaemonMetrics.create(500)) {
      Answer open = metrics.answer("application/openmetrics-text; version=1.0.0, text/plain;q=0.5");
      assertThat(open.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
      assertThat(new String(open.body(), UTF_8)).endsWith("# EOF\n");
      Answer plain = metrics.answer("*/*");
      assertThat(plain.contentType()).startsWith("text/plain; version=0.0.4");
      assertThat(new String(plain.body(), UTF_8)).doesNotContain("# EOF");
    }
  }

  @Test
  void series_beyond_the_bound_are_counted_and_not_kept() {
    try (DaemonMetrics metrics = DaemonMetrics.create(150)) {
      for (int i = 0; i < 10_000; i++) {
        Counter.builder("edgewise.some")
            .tag("who", "w" + i)
            .register(metrics.registry())
            .increment();
      }
      String text = text(metrics, "");
      assertThat(text.lines().filter(line -> line.startsWith("edgewise_some_total{")).count())
          .isBetween(50L, 150L);
      assertThat(text).containsPattern("(?m)^edgewise_series_dropped_total 9[89]\\d\\d\\.0$");
      assertThat(text).contains("edgewise_some_total{who=\"w0\"} 1.0");
    }
  }

  @Test
  void a_histogram_has_its_buckets_in_seconds() {
    try (DaemonMetrics metrics = DaemonMetrics.create(500)) {
      Timer.builder("rpc.server.call.duration")
          .description("How long calls took")
          .tag("rpc.method", "a.v1.A/b")
          .serviceLevelObjectives(Duration.ofMillis(5), Duration.ofMillis(10))
          .register(metrics.registry())
          .record(Duration.ofMillis(7));
      assertThat(text(metrics, ""))
          .contains("# TYPE rpc_server_call_duration_seconds histogram")
          .contains(
              "rpc_server_call_duration_seconds_bucket{rpc_method=\"a.v1.A/b\",le=\"0.005\"} 0")
          .contains(
              "rpc_server_call_duration_seconds_bucket{rpc_method=\"a.v1.A/b\",le=\"0.01\"} 1")
          .contains("rpc_server_call_duration_seconds_count{rpc_method=\"a.v1.A/b\"} 1");
    }
  }
}

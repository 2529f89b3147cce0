package dev.edgewise.agent.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheRule;
import dev.edgewise.core.Clock;
import dev.edgewise.core.TraceContext;
import dev.edgewise.daemon.metrics.DaemonMetrics;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.serving.cache.ResultCache;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CacheMetricsTest {
  private final DaemonMetrics metrics = DaemonMetrics.create(1_000);
  private final ResultCache cache =
      ResultCache.open(
          new CallCaching.Setting(
              Map.of("memory", "2000000"),
              Optional.empty(),
              Optional::empty,
              () -> false,
              Clock.system(),
              new Random(1)));

  @AfterEach
  void close() {
    cache.close();
    metrics.close();
  }

  private void ask(int question) throws InterruptedException {
    CallContext context =
        CallContext.of(
            "s/m",
            "d",
            Label.PUBLIC,
            TraceContext.begin(new Random(1)),
            Clock.system().nanos() + Duration.ofMinutes(1).toNanos(),
            Clock.system(),
            () -> false);
    CallCaching.Answer unused =
        cache.call(
            new CallCaching.Question(
                "s/m|1",
                new CacheRule(Duration.ofHours(1), Optional.empty()),
                Message.of(new byte[] {(byte) question})),
            context,
            shared -> Message.of(new byte[100]));
  }

  @Test
  void hit_rate_and_false_hit_rate_stand_in_one_family_and_tiers_beside_them() throws Exception {
    ask(1);
    ask(1);
    ask(1);
    ask(2);
    new CacheMetrics(metrics.registry(), Clock.system()).show(cache);
    assertThat(new String(metrics.answer("").body(), UTF_8))
        .contains(
            "edgewise_cache_calls_total{answer=\"exact\"} 2",
            "edgewise_cache_calls_total{answer=\"semantic\"} 0",
            "edgewise_cache_calls_total{answer=\"none\"} 2",
            "edgewise_cache_rate{rate=\"hit\"} 0.5",
            // Nothing is known of similar answers, and that is said.
            "edgewise_cache_rate{rate=\"false-hit\"} NaN",
            "edgewise_cache_rate{rate=\"false-hit-low\"} NaN",
            "edgewise_cache_rate{rate=\"false-hit-high\"} NaN",
            "edgewise_cache_tier_entries{tier=\"memory\"} 2",
            "edgewise_cache_tier_capacity_bytes{tier=\"memory\"} 2000000",
            "edgewise_cache_shadows_total{became=\"dropped\"} 0",
            "edgewise_cache_faults_total 0",
            "edgewise_cache_questions 0");
  }
}

package dev.edgewise.sdk.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Node;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TrafficCounterTest {
  private static final Node EDGE = new Node("edge-1", Tier.EDGE, new Site("nyc", Trust.OWN));

  private static Outcome<String> completed(Duration took, Escalation escalation) {
    return new Outcome.Completed<>("", EDGE, escalation, "id", took);
  }

  private static Outcome<String> failed() {
    return new Outcome.Failed<>(
        EdgewiseException.of(ErrorCode.BODY_FAILED, "no"), "id", Duration.ZERO);
  }

  @Test
  void calls_are_counted_per_method_and_node() {
    TrafficCounter counter = new TrafficCounter(0);
    counter.count("s/a", completed(Duration.ofMillis(1), new Escalation.None()));
    counter.count("s/a", completed(Duration.ofMillis(1), new Escalation.Escalated(0.5, "edge-1")));
    counter.count("s/a", failed());
    counter.count("s/b", failed());

    Traffic traffic = counter.report(2_000_000_000L);

    assertThat(traffic.period()).isEqualTo(Duration.ofSeconds(2));
    assertThat(traffic.methods()).hasSize(3);
    assertThat(traffic.methods())
        .filteredOn(method -> method.method().equals("s/a") && method.node().equals("edge-1"))
        .singleElement()
        .satisfies(
            method -> {
              assertThat(method.completed()).isEqualTo(2);
              assertThat(method.escalated()).isEqualTo(1);
              assertThat(method.tier()).contains(Tier.EDGE);
              // 1,000 µs lie in (2^(39/4), 2^(40/4)].
              assertThat(method.latency()).containsExactly(new Traffic.Bucket(40, 2));
            });
    assertThat(traffic.methods())
        .filteredOn(method -> method.node().isEmpty())
        .allMatch(method -> method.failed() == 1 && method.tier().isEmpty());
  }

  @Test
  void what_was_told_is_not_told_again() {
    TrafficCounter counter = new TrafficCounter(0);
    counter.count("s/a", failed());
    counter.report(1);

    assertThat(counter.report(2).methods()).isEmpty();
  }

  @Test
  void keys_are_bounded_and_idle_ones_make_room() {
    TrafficCounter counter = new TrafficCounter(0);
    for (int i = 0; i < 2 * TrafficCounter.MOST_KEYS; i++) {
      counter.count("s/m" + i, failed());
    }
    assertThat(counter.report(1).methods()).hasSize(TrafficCounter.MOST_KEYS);

    for (int i = 0; i < 70; i++) {
      counter.report(i);
    }
    counter.count("s/new", failed());
    assertThat(counter.report(100).methods()).hasSize(1);
  }

  @Test
  void buckets_hold_what_they_say() {
    Random random = new Random(5);
    for (int i = 0; i < 10_000; i++) {
      long micros = 1 + (long) Math.exp(random.nextDouble() * 20);
      int index = LatencyHistogram.index(micros * 1_000);
      assertThat((double) micros)
          .as("%s µs in bucket %s", micros, index)
          .isLessThanOrEqualTo(Math.pow(2, index / 4.0) * (1 + 1e-12))
          .isGreaterThan(Math.pow(2, (index - 1) / 4.0) * (1 - 1e-12) - (index == 0 ? 1 : 0));
    }
    assertThat(LatencyHistogram.index(0)).isZero();
    assertThat(LatencyHistogram.index(1)).isZero();
    assertThat(LatencyHistogram.index(2_000)).isEqualTo(4);
    assertThat(LatencyHistogram.index(2_001)).isEqualTo(7);
    assertThat(LatencyHistogram.index(1_024_000)).isEqualTo(40);
    assertThat(LatencyHistogram.index(Long.MAX_VALUE / 2)).isEqualTo(131);
  }
}

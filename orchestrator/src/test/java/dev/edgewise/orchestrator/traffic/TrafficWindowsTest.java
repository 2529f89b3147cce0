package dev.edgewise.orchestrator.traffic;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.orchestrator.traffic.TrafficPicture.OfNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class TrafficWindowsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Time time = new Time();
  private final TrafficWindows windows = new TrafficWindows(time, 3, 3);

  /** Time that passes when it is told to. */
  private static final class Time implements Clock {
    long nanos = 5_000_000_000L;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public Instant now() {
      return Instant.ofEpochSecond(0, nanos);
    }

    void pass(double seconds) {
      nanos += Math.round(seconds * 1e9);
    }
  }

  @Test
  void nothing_is_known_before_the_first_report() {
    TrafficPicture picture = windows.picture();
    assertThat(picture.methods()).isEmpty();
    assertThat(picture.nodes()).isEmpty();
    assertThat(picture.outcomes())
        .hasSize(5)
        .allSatisfy((name, count) -> assertThat(count).isZero());
  }

  @Test
  void steady_calls_show_their_rate_also_when_reports_are_not_on_the_second() {
    for (int i = 0; i < 40; i++) {
      time.pass(1.03);
      report("a/x", "n1", 50, Duration.ofMillis(1030));
    }
    TrafficPicture.OfMethod method = method("a/x");
    assertThat(method.calls().perSecond()).isCloseTo(50 / 1.03, within(0.5));
    assertThat(method.recentPerSecond()).hasSize(60);
    assertThat(method.recentPerSecond().subList(25, 60))
        .allSatisfy(perSecond -> assertThat(perSecond).isBetween(46.0, 51.0));
  }

  @Test
  void a_rate_is_right_soon_after_the_first_call_and_gone_soon_after_the_last() {
    for (int i = 0; i < 4; i++) {
      time.pass(1);
      report("a/x", "n1", 50, SECOND);
    }
    assertThat(method("a/x").calls().perSecond()).isCloseTo(50, within(1.0));
    time.pass(13);
    assertThat(method("a/x").calls().perSecond()).isZero();
    assertThat(method("a/x").calls().p99Millis()).isZero();
    assertThat(method("a/x").calls().total()).isEqualTo(200);
    assertThat(method("a/x").recentPerSecond()).anyMatch(perSecond -> perSecond > 0);
    time.pass(100);
    assertThat(method("a/x").recentPerSecond()).allMatch(perSecond -> perSecond == 0);
  }

  @Test
  void shares_are_of_a_nodes_own_tier() {
    for (int i = 0; i < 12; i++) {
      time.pass(1);
      windows.add("a/x", "e1", Tier.EDGE, calls(30), SECOND);
      windows.add("a/x", "e2", Tier.EDGE, calls(10), SECOND);
      windows.add("a/x", "c1", Tier.CLOUD, calls(5), SECOND);
    }
    Map<String, OfNode> nodes = windows.picture().nodes();
    assertThat(requireNonNull(nodes.get("e1")).share()).isCloseTo(0.75, within(0.01));
    assertThat(requireNonNull(nodes.get("e2")).share()).isCloseTo(0.25, within(0.01));
    assertThat(requireNonNull(nodes.get("c1")).share()).isEqualTo(1);
  }

  @Test
  void calls_that_no_node_answered_count_for_their_method_alone() {
    for (int i = 0; i < 5; i++) {
      time.pass(1);
      windows.add("a/x", "", null, new Calls(0, 2, 3, 4, 1, 0, List.of()), SECOND);
    }
    assertThat(windows.picture().nodes()).isEmpty();
    assertThat(method("a/x").calls().perSecond()).isCloseTo(10, within(0.01));
    assertThat(method("a/x").calls().failedPerSecond()).isCloseTo(9, within(0.01));
    assertThat(method("a/x").calls().failedTotal()).isEqualTo(45);
    assertThat(windows.picture().outcomes())
        .containsEntry("refused", 10L)
        .containsEntry("expired", 15L)
        .containsEntry("failed", 20L)
        .containsEntry("cancelled", 5L);
  }

  @Test
  void the_one_without_reports_for_longest_makes_room() {
    for (String method : List.of("a/1", "a/2", "a/3", "a/1", "a/4")) {
      time.pass(1);
      report(method, "n", 1, SECOND);
    }
    assertThat(windows.picture().methods()).containsOnlyKeys("a/1", "a/3", "a/4");
    assertThat(windows.picture().evicted()).isEqualTo(1);
  }

  @Test
  void a_percentile_is_within_a_bucket_of_the_true_one() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      double[] millis = new double[1 + random.nextInt(400)];
      Histogram histogram = new Histogram();
      for (int i = 0; i < millis.length; i++) {
        millis[i] = Math.exp(random.nextGaussian() * 1.5 + 2);
        histogram.add(index(millis[i]), 1);
      }
      Arrays.sort(millis);
      for (double quantile : new double[] {0.5, 0.9, 0.99}) {
        double exact = millis[(int) Math.ceil(quantile * millis.length) - 1];
        assertThat(histogram.quantileMillis(quantile) / exact)
            .as("quantile %s of seed %d", quantile, seed)
            .isBetween(1 / 1.19, 1.19);
      }
      assertThat(histogram.quantileMillis(0.5))
          .as("seed %d", seed)
          .isLessThanOrEqualTo(histogram.quantileMillis(0.99));
      assertThat(histogram.sumSeconds() * 1e3 / Arrays.stream(millis).sum())
          .as("sum, seed %d", seed)
          .isBetween(0.9, 1.1);
    }
  }

  @Test
  void no_call_is_lost_or_counted_twice_whatever_reports_come() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Time ownTime = new Time();
      TrafficWindows own = new TrafficWindows(ownTime, 5, 5);
      Map<String, Long> sent = new TreeMap<>();
      for (int i = 0; i < 30; i++) {
        ownTime.pass(random.nextDouble() * 1.5);
        String method = "s/" + random.nextInt(5);
        Calls calls =
            new Calls(
                random.nextInt(100),
                random.nextInt(3),
                random.nextInt(3),
                random.nextInt(3),
                random.nextInt(3),
                0,
                List.of(new Calls.Bucket(random.nextInt(300) - 100, random.nextInt(100))));
        own.add(method, "", null, calls, Duration.ofMillis(random.nextInt(3000) - 200));
        sent.merge(method, calls.all(), Long::sum);
      }
      ownTime.pass(2);
      own.picture()
          .methods()
          .forEach(
              (name, method) -> {
                assertThat(method.calls().total()).isEqualTo(sent.get(name));
                assertThat(method.recentPerSecond().stream().mapToDouble(x -> x).sum())
                    .as("seed %s", name)
                    .isEqualTo((double) method.calls().total());
                assertThat(method.durations().counts()).hasSize(19).allMatch(count -> count >= 0);
              });
    }
  }

  @Test
  void extreme_reports_are_survived() {
    windows.add("a/x", "n", Tier.EDGE, calls(Integer.MAX_VALUE), Duration.ZERO);
    windows.add("a/x", "n", Tier.EDGE, calls(Integer.MAX_VALUE), Duration.ofDays(10_000));
    windows.add("a/x", "n", Tier.EDGE, calls(1), Duration.ofDays(-10_000));
    time.pass(3);
    assertThat(method("a/x").calls().total()).isEqualTo(2L * Integer.MAX_VALUE + 1);
  }

  private TrafficPicture.OfMethod method(String name) {
    return requireNonNull(windows.picture().methods().get(name));
  }

  private void report(String method, String node, int completed, Duration period) {
    windows.add(method, node, Tier.EDGE, calls(completed), period);
  }

  private static Calls calls(int completed) {
    List<Calls.Bucket> latency = new ArrayList<>();
    latency.add(new Calls.Bucket(index(8), completed));
    return new Calls(completed, 0, 0, 0, 0, 0, latency);
  }

  private static int index(double millis) {
    return (int) Math.ceil(4 * Math.log(millis * 1e3) / Math.log(2));
  }
}

package dev.edgewise.lab.scale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The rules of others, step by step, as their sources and documents have them. */
final class PeersTest {
  private final Seen seen = new Seen();

  /** Asks every period for so many seconds with so much in flight and queued; the last answer. */
  private int hold(Policy policy, double concurrency, double seconds) {
    int wanted = seen.ready;
    for (double end = seen.now + seconds; seen.now < end - 1e-9; ) {
      seen.since = policy.period();
      seen.now += seen.since;
      seen.concurrency = concurrency;
      seen.inFlight = (int) Math.ceil(concurrency);
      wanted = policy.wanted(seen);
      seen.ready = wanted;
    }
    return wanted;
  }

  @Test
  void keda_wakes_at_its_next_poll_and_sleeps_after_the_cooldown() {
    Keda keda = new Keda(2);
    assertThat(hold(keda, 0, 60)).isZero();
    assertThat(hold(keda, 1, 30)).isEqualTo(1);
    assertThat(hold(keda, 0, 300)).isEqualTo(1);
    assertThat(hold(keda, 0, 60)).isZero();
  }

  @Test
  void an_hpa_goes_to_the_ceiling_but_at_most_by_four_or_twofold_in_15_s() {
    Keda keda = new Keda(2);
    hold(keda, 1, 30);
    assertThat(hold(keda, 40, 15)).isEqualTo(5);
    assertThat(hold(keda, 40, 15)).isEqualTo(10);
    assertThat(hold(keda, 40, 15)).isEqualTo(20);
    assertThat(hold(keda, 40, 60)).isEqualTo(20);
  }

  @Test
  void an_hpa_leaves_ten_percent_alone_and_goes_down_after_300_s() {
    Keda keda = new Keda(2);
    hold(keda, 20, 120);
    assertThat(seen.ready).isEqualTo(10);
    assertThat(hold(keda, 21.9, 60)).isEqualTo(10);
    assertThat(hold(keda, 4, 285)).isEqualTo(10);
    assertThat(hold(keda, 4, 60)).isEqualTo(2);
  }

  @Test
  void kpa_is_the_ceiling_of_the_stable_mean_and_panics_at_twice_the_nodes() {
    Kpa kpa = new Kpa(2.8);
    hold(kpa, 5, 120);
    assertThat(seen.ready).isEqualTo(2);
    // 6 s of 28 want ten nodes, which is more than twice two.
    assertThat(hold(kpa, 28, 6)).isEqualTo(10);
    assertThat(hold(kpa, 5, 54)).isEqualTo(10);
    assertThat(hold(kpa, 5, 60)).isEqualTo(2);
  }

  @Test
  void kpa_halves_at_most_and_sleeps_after_window_and_grace() {
    Kpa kpa = new Kpa(1);
    hold(kpa, 16, 200);
    assertThat(seen.ready).isEqualTo(16);
    assertThat(hold(kpa, 0, 58)).isEqualTo(1);
    assertThat(hold(kpa, 0, 28)).isEqualTo(1);
    assertThat(hold(kpa, 0, 10)).isZero();
    assertThat(kpa.wakes()).isTrue();
    assertThat(hold(kpa, 1, 2)).isEqualTo(1);
  }

  @Test
  void ray_waits_30_s_for_more_and_600_s_for_less() {
    RayServe ray = new RayServe(2);
    assertThat(hold(ray, 1, 1)).isEqualTo(1);
    hold(ray, 2, 60);
    assertThat(seen.ready).isEqualTo(1);
    assertThat(hold(ray, 20, 29)).isEqualTo(1);
    assertThat(hold(ray, 20, 60)).isEqualTo(10);
    assertThat(hold(ray, 4, 590)).isEqualTo(10);
    assertThat(hold(ray, 4, 40)).isEqualTo(2);
  }

  @Test
  void ray_goes_to_nothing_only_from_one() {
    RayServe ray = new RayServe(2);
    hold(ray, 8, 120);
    assertThat(seen.ready).isEqualTo(4);
    assertThat(hold(ray, 0, 660)).isEqualTo(1);
    assertThat(hold(ray, 0, 660)).isZero();
  }
}

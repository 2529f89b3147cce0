package dev.edgewise.core.router;

import static dev.edgewise.core.router.Fleets.DETECT;
import static dev.edgewise.core.router.Fleets.INDEX;
import static dev.edgewise.core.router.Fleets.cloud;
import static dev.edgewise.core.router.Fleets.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.router.World.Machine;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What happens to the calls of one caller when something happens to a node: told on virtual time.
 */
final class RouterStoriesTest {
  private final World world = new World();

  @Test
  void two_equal_nodes_share_the_calls() {
    Machine nyc = world.add(edge("nyc-edge01"), 2, 2, 20);
    world.add(edge("london-edge02"), 2, 2, 20);
    world.calls(DETECT, 1_000, 50, Duration.ofSeconds(10));
    assertThat(world.shareSince(Duration.ofSeconds(5), nyc)).isBetween(0.35, 0.65);
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 10, 30})
  void a_node_that_becomes_ten_times_slower_keeps_at_most_a_tenth_of_the_calls_after_two_seconds(
      double service) {
    Machine nyc = world.add(edge("nyc-edge01"), 2, 2, service);
    world.add(edge("london-edge02"), 2, 2, service);
    world.calls(DETECT, 1_000, 50, Duration.ofSeconds(20));

    nyc.serviceMillis = service * 10;
    Duration slow = world.clock();
    world.calls(DETECT, 1_000, 50, Duration.ofMinutes(1));

    assertThat(world.share(slow.plusSeconds(2), slow.plusSeconds(4), nyc)).isLessThanOrEqualTo(0.1);
    assertThat(world.shareSince(slow.plusSeconds(2), nyc)).isLessThanOrEqualTo(0.1);
    assertThat(world.expired()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 10, 30})
  void a_node_that_recovers_gets_calls_again_within_thirty_seconds(double service) {
    Machine nyc = world.add(edge("nyc-edge01"), 2, 2, service);
    world.add(edge("london-edge02"), 2, 2, service);
    world.calls(DETECT, 1_000, 50, Duration.ofSeconds(20));
    nyc.serviceMillis = service * 10;
    world.calls(DETECT, 1_000, 50, Duration.ofSeconds(100));

    nyc.serviceMillis = service;
    Duration recovered = world.clock();
    world.calls(DETECT, 1_000, 50, Duration.ofMinutes(1));

    assertThat(world.share(recovered.plusSeconds(30), recovered.plusSeconds(60), nyc))
        .isBetween(0.3, 0.7);
  }

  @Test
  void a_slow_node_costs_at_most_one_call_in_fifty_for_retries() {
    Machine nyc = world.add(edge("nyc-edge01"), 2, 2, 200);
    world.add(edge("london-edge02"), 2, 2, 20);
    world.calls(DETECT, 1_000, 5, Duration.ofMinutes(5));
    assertThat(world.shareSince(Duration.ofSeconds(30), nyc)).isBetween(0.005, 0.02);
  }

  @Test
  void a_new_node_is_tried_at_once_but_does_not_get_everything() {
    Machine nyc = world.add(edge("nyc-edge01"), 4, 2, 20);
    Machine london = world.add(edge("london-edge02"), 4, 2, 20);
    world.calls(DETECT, 1_000, 150, Duration.ofSeconds(40));
    Duration joined = world.clock();
    Machine oslo = world.add(edge("oslo-edge03"), 4, 2, 20);
    int most = 0;
    for (int i = 0; i < 150; i++) {
      world.calls(DETECT, 1_000, 150, Duration.ofMillis(7));
      most = Math.max(most, world.atMachine(oslo));
    }
    assertThat(most).isLessThanOrEqualTo(2);
    assertThat(world.share(joined, joined.plusSeconds(1), oslo)).isBetween(0.1, 0.5);
    assertThat(world.share(joined, joined.plusSeconds(1), nyc)).isGreaterThan(0.15);
    assertThat(world.share(joined, joined.plusSeconds(1), london)).isGreaterThan(0.15);
  }

  @Test
  void a_cold_first_call_does_not_rule_a_node_out() {
    Machine nyc = world.add(edge("nyc-edge01"), 2, 2, 20);
    world.add(edge("london-edge02"), 2, 2, 20);
    nyc.serviceMillis = 1_500;
    world.call(DETECT, 1_000);
    nyc.serviceMillis = 20;
    world.calls(DETECT, 1_000, 20, Duration.ofSeconds(40));
    assertThat(world.shareSince(Duration.ofSeconds(20), nyc)).isGreaterThan(0.3);
  }

  @Test
  void a_burst_on_stale_reports_does_not_herd() {
    Machine nyc = world.add(edge("nyc-edge01"), 2, 2, 20);
    Machine london = world.add(edge("london-edge02"), 2, 2, 20);
    world.calls(DETECT, 1_000, 50, Duration.ofSeconds(5));
    world.run(Duration.ofMillis(500));
    for (int i = 0; i < 40; i++) {
      world.call(DETECT, 1_000);
    }
    world.run(Duration.ofMillis(2));
    assertThat(Math.abs(world.atMachine(nyc) - world.atMachine(london))).isLessThanOrEqualTo(2);
  }

  @Test
  void a_burst_prefers_slots_to_names() {
    Machine small = world.add(edge("a-small"), 2, 2, 20);
    Machine large = world.add(edge("b-large"), 8, 2, 20);
    world.calls(DETECT, 1_000, 100, Duration.ofSeconds(40));
    world.run(Duration.ofSeconds(2));
    for (int i = 0; i < 40; i++) {
      world.call(DETECT, 1_000);
    }
    world.run(Duration.ofMillis(2));
    assertThat(world.atMachine(large)).isBetween(28, 36);
    assertThat(world.atMachine(small)).isBetween(4, 12);
  }

  @Test
  void a_node_that_fails_every_call_at_once_does_not_attract() {
    Machine near = world.add(edge("near-edge01"), 4, 1, 5);
    Machine far = world.add(edge("far-edge02"), 4, 60, 20);
    world.calls(DETECT, 1_000, 50, Duration.ofSeconds(5));
    assertThat(world.shareSince(Duration.ofSeconds(3), near)).isGreaterThan(0.9);

    near.failsFast = true;
    Duration broken = world.clock();
    world.calls(DETECT, 1_000, 50, Duration.ofSeconds(30));

    assertThat(world.shareSince(broken.plusSeconds(1), near)).isLessThanOrEqualTo(0.01);
    assertThat(world.shareSince(broken.plusSeconds(1), far)).isGreaterThanOrEqualTo(0.99);

    near.failsFast = false;
    Duration mended = world.clock();
    world.calls(DETECT, 1_000, 50, Duration.ofSeconds(30));
    assertThat(world.shareSince(mended.plusSeconds(25), near)).isGreaterThan(0.9);
  }

  @Test
  void a_node_that_refuses_everything_does_not_attract() {
    Machine near = world.add(edge("near-edge01"), 2, 1, 20);
    world.add(edge("far-edge02"), 4, 30, 20);
    world.calls(DETECT, 1_000, 50, Duration.ofSeconds(5));
    near.refuses = true;
    Duration full = world.clock();
    world.calls(DETECT, 1_000, 50, Duration.ofSeconds(30));
    assertThat(world.shareSince(full.plusSeconds(1), near)).isLessThanOrEqualTo(0.15);
  }

  @Test
  void a_large_payload_prefers_the_thick_link_and_a_small_one_the_short_way() {
    Machine near = world.add(edge("near-edge01"), 4, 2, 1, 10);
    Machine far = world.add(edge("far-edge02"), 4, 20, 100, 10);
    for (int i = 0; i < 200; i++) {
      world.calls(DETECT, i % 2 == 0 ? 300_000 : 300, 20, Duration.ofMillis(50));
    }
    int largeNear = 0;
    int smallNear = 0;
    for (int i = 0; i < 20; i++) {
      largeNear += world.call(DETECT, 300_000).equals("near-edge01") ? 1 : 0;
      world.run(Duration.ofMillis(600));
      smallNear += world.call(DETECT, 300).equals("near-edge01") ? 1 : 0;
      world.run(Duration.ofMillis(600));
    }
    assertThat(largeNear).isLessThanOrEqualTo(1);
    assertThat(smallNear).isEqualTo(20);
    assertThat(world.atMachine(near) + world.atMachine(far)).isZero();
  }

  @Test
  void calls_stay_on_the_preferred_tier_though_the_other_is_faster() {
    world.add(edge("nyc-edge01"), 2, 2, 100);
    Machine west = world.add(cloud("west1-a"), 16, 10, 5);
    world.calls(DETECT, 1_000, 10, Duration.ofSeconds(20));
    assertThat(world.shareSince(Duration.ZERO, west)).isZero();
    world.calls(INDEX, 1_000, 10, Duration.ofSeconds(20));
    assertThat(world.shareSince(Duration.ofSeconds(21), west)).isEqualTo(1);
  }

  @Test
  void an_overloaded_tier_spills_and_is_used_again_afterwards() {
    Machine nyc = world.add(edge("nyc-edge01"), 1, 2, 100);
    world.add(cloud("west1-a"), 16, 40, 20);
    world.calls(DETECT, 1_000, 40, Duration.ofSeconds(20));
    // One slot of 100 ms serves ten calls a second; the others would have expired in the queue.
    assertThat(world.shareSince(Duration.ofSeconds(5), nyc)).isBetween(0.15, 0.35);
    assertThat(world.expired()).isLessThanOrEqualTo(8);
    world.run(Duration.ofSeconds(5));
    Duration calm = world.clock();
    world.calls(DETECT, 1_000, 4, Duration.ofSeconds(20));
    assertThat(world.shareSince(calm, nyc)).isEqualTo(1);
  }

  @Test
  void a_tier_that_was_left_for_being_too_slow_is_asked_again_and_wins_its_calls_back() {
    Machine nyc = world.add(edge("nyc-edge01"), 4, 2, 20);
    world.add(cloud("west1-a"), 16, 40, 20);
    world.calls(DETECT, 1_000, 20, Duration.ofSeconds(10));
    nyc.serviceMillis = 4_000;
    Duration slow = world.clock();
    world.calls(DETECT, 1_000, 20, Duration.ofMinutes(1));
    assertThat(world.shareSince(slow.plusSeconds(5), nyc)).isLessThan(0.02);

    nyc.serviceMillis = 20;
    world.calls(DETECT, 1_000, 20, Duration.ofMinutes(6));
    assertThat(world.shareSince(world.clock().minusSeconds(5), nyc)).isEqualTo(1);
  }
}

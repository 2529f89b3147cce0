package dev.edgewise.orchestrator.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Accelerator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ZoneTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final World world = new World(1, World.template("west1", 0, 4, 0));

  private Zone zone() {
    return world.zone("west1");
  }

  private int ready() {
    return zone().book().count(node -> node.is(NodePhase.READY));
  }

  private void keepAt(int nodes) {
    world.act(zone().hold(Optional.of(new StoredZone.Hold(nodes, Optional.empty())), world.now()));
  }

  /** Its first node has told what it offers, and has ended. */
  private void learned() {
    world.pass(MINUTE);
    assertThat(world.running()).isEmpty();
  }

  private List<String> whatWasDone() {
    return world.events().stream().map(event -> event.node() + " " + event.what()).toList();
  }

  @Test
  void a_zone_that_never_ran_starts_one_node_once_to_learn_what_it_offers() {
    learned();

    assertThat(world.started()).containsExactly("west1-1");
    ZoneEntry entry = zone().entry(world.now());
    assertThat(entry.offers("shop.v1.Vision/index")).isTrue();
    assertThat(entry.canStart()).isTrue();
    // Looked at every 200 ms.
    assertThat(entry.coldStart()).isBetween(Duration.ofMillis(1_900), Duration.ofMillis(2_300));

    world.restart();
    world.pass(MINUTE);
    assertThat(world.started()).hasSize(1);
  }

  @Test
  void a_zone_at_rest_says_what_its_nodes_had_also_after_a_restart() {
    Accelerator gpu = new Accelerator("gpu", "NVIDIA T4", 16_000_000_000L, false);
    world.accelerators = List.of(gpu);
    assertThat(zone().entry(world.now()).accelerators()).as("nobody knows").isEmpty();
    learned();

    assertThat(zone().entry(world.now()).accelerators()).containsExactly(gpu);
    assertThat(zone().status(world.now()).accelerators()).containsExactly(gpu);
    world.restart();
    assertThat(zone().entry(world.now()).accelerators()).containsExactly(gpu);
  }

  @Test
  void a_machine_that_has_changed_is_looked_at_by_one_start() {
    learned();
    Accelerator gpu = new Accelerator("gpu", "NVIDIA T4", 16_000_000_000L, false);
    world.accelerators = List.of(gpu);
    world.fingerprint = "with a card";
    world.restart();
    learned();

    assertThat(world.started()).containsExactly("west1-1", "west1-2");
    assertThat(zone().entry(world.now()).accelerators()).containsExactly(gpu);
  }

  @Test
  void an_operator_asks_for_two_nodes_and_then_for_none() {
    learned();
    keepAt(2);
    world.pass(Duration.ofSeconds(3));
    assertThat(ready()).isEqualTo(2);

    keepAt(0);
    world.pass(Duration.ofSeconds(3));
    assertThat(world.running()).isEmpty();
    assertThat(world.stored()).isEmpty();
    assertThat(whatWasDone()).endsWith("west1-2 has ended", "west1-3 has ended");
  }

  @Test
  void a_hold_with_a_time_ends_by_itself() {
    learned();
    world.act(
        zone()
            .hold(
                Optional.of(new StoredZone.Hold(1, Optional.of(world.now().wall().plus(MINUTE)))),
                world.now()));
    world.pass(MINUTE.minusSeconds(1));
    assertThat(ready()).isEqualTo(1);
    world.pass(Duration.ofSeconds(10));
    assertThat(world.running()).isEmpty();
  }

  @Test
  void many_who_wait_make_one_start() {
    learned();
    for (int i = 0; i < 200; i++) {
      assertThat(zone().wake("shop.v1.Vision/index", 1, world.now()))
          .isInstanceOf(Woken.Starting.class);
      world.look();
    }
    world.pass(Duration.ofSeconds(3));
    assertThat(world.started()).containsExactly("west1-1", "west1-2");
    assertThat(ready()).isEqualTo(1);
    assertThat(zone().wake("shop.v1.Vision/index", 1, world.now()))
        .isEqualTo(new Woken.Starting(Duration.ZERO));
  }

  @Test
  void the_node_that_was_woken_stays_while_the_first_call_runs_however_long() {
    learned();
    assertThat(zone().wake("shop.v1.Vision/index", 1, world.now()))
        .isInstanceOf(Woken.Starting.class);
    world.pass(Duration.ofSeconds(3));
    world.calls("west1-2", 1);
    world.pass(MINUTE.multipliedBy(5));
    assertThat(ready()).isEqualTo(1);
    world.calls("west1-2", 0);
    world.pass(MINUTE);
    assertThat(world.running()).isEmpty();
  }

  @Test
  void a_zone_that_was_woken_and_is_not_needed_any_more_comes_back_to_zero_and_stays_there() {
    learned();
    assertThat(zone().wake("shop.v1.Vision/index", 1, world.now()))
        .isInstanceOf(Woken.Starting.class);
    world.pass(Duration.ofSeconds(3));
    zone().sized(1, "it is called");
    world.pass(Duration.ofSeconds(30));
    assertThat(ready()).isEqualTo(1);

    zone().sized(0, "no call came");
    world.pass(Duration.ofSeconds(10));
    assertThat(world.running()).isEmpty();
    world.pass(MINUTE);
    assertThat(world.running()).isEmpty();
    assertThat(world.started()).containsExactly("west1-1", "west1-2");
    assertThat(whatWasDone()).doesNotContain("west1-2 takes calls again");
  }

  @Test
  void who_wakes_a_zone_is_told_how_long_the_start_still_takes() {
    learned();
    assertThat(zone().wake("shop.v1.Vision/index", 1, world.now()))
        .isEqualTo(new Woken.Starting(zone().book().coldStart()));
    world.pass(SECOND);
    Woken woken = zone().wake("shop.v1.Vision/index", 1, world.now());
    assertThat(((Woken.Starting) woken).expected())
        .isBetween(Duration.ofMillis(900), Duration.ofMillis(1_500));
  }

  @Test
  void a_zone_that_an_operator_keeps_at_zero_is_not_woken() {
    learned();
    keepAt(0);
    assertThat(zone().wake("shop.v1.Vision/index", 1, world.now()))
        .isInstanceOfSatisfying(
            Woken.Refused.class,
            refused -> assertThat(refused.because()).contains("edgewise zone scale west1 --auto"));
    world.pass(MINUTE);
    assertThat(world.started()).hasSize(1);
  }

  @Test
  void a_node_that_dies_is_replaced_at_once() {
    learned();
    keepAt(2);
    world.pass(Duration.ofSeconds(3));
    world.kill("west1-2");
    world.pass(Duration.ofMillis(400));
    assertThat(world.started()).endsWith("west1-4");
    assertThat(world.events().getLast().because()).isEqualTo("in place of west1-2");
    world.pass(Duration.ofSeconds(3));
    assertThat(ready()).isEqualTo(2);
  }

  @Test
  void a_node_that_nobody_reaches_is_ended_and_replaced() {
    learned();
    keepAt(1);
    world.pass(Duration.ofSeconds(3));
    world.hang("west1-2");
    world.pass(Duration.ofSeconds(9));
    assertThat(world.running()).containsExactly("west1-2");
    world.pass(Duration.ofSeconds(4));
    assertThat(world.running()).containsExactly("west1-3");
  }

  @Test
  void a_node_that_does_not_offer_all_it_did_is_drained_and_replaced() {
    learned();
    keepAt(1);
    world.pass(Duration.ofSeconds(3));
    world.sicken("west1-2");
    world.pass(Duration.ofSeconds(29));
    assertThat(world.running()).containsExactly("west1-2");
    world.pass(Duration.ofSeconds(5));
    assertThat(world.running()).containsExactly("west1-3");
    assertThat(world.events())
        .anySatisfy(event -> assertThat(event.because()).contains("not offered shop.v1.Vision"));
  }

  @Test
  void a_node_with_a_service_under_quarantine_is_no_capacity_and_the_third_in_a_row_replaces_it() {
    learned();
    keepAt(1);
    world.pass(Duration.ofSeconds(3));
    world.confine("west1-2", 1);
    world.pass(Duration.ofSeconds(4));
    assertThat(world.running()).containsExactlyInAnyOrder("west1-2", "west1-3");
    world.confine("west1-2", 0);
    world.pass(Duration.ofSeconds(5));
    assertThat(world.running()).as("one is enough again").hasSize(1);

    String left = world.running().iterator().next();
    world.confine(left, 3);
    world.pass(Duration.ofSeconds(8));

    assertThat(world.running()).hasSize(1).doesNotContain(left);
    assertThat(world.events())
        .anySatisfy(
            event -> {
              assertThat(event.what()).isEqualTo("is drained and replaced");
              assertThat(event.because())
                  .isEqualTo(
                      "it is quarantined for Vision: 9 of 9 calls failed, and that 3 times in a"
                          + " row");
            });
  }

  @Test
  void calls_of_a_node_that_drains_have_their_time_and_no_more() {
    learned();
    keepAt(1);
    world.pass(Duration.ofSeconds(3));
    world.calls("west1-2", 3);
    keepAt(0);
    world.pass(Duration.ofSeconds(29));
    assertThat(world.running()).containsExactly("west1-2");
    world.pass(Duration.ofSeconds(3));
    assertThat(world.running()).isEmpty();
    assertThat(world.events())
        .anySatisfy(event -> assertThat(event.what()).isEqualTo("is stopped with calls"));
  }

  @Test
  void a_process_that_does_not_stop_when_told_is_ended() {
    learned();
    keepAt(1);
    world.pass(Duration.ofSeconds(3));
    world.ignoresStop("west1-2");
    keepAt(0);
    world.pass(Duration.ofSeconds(19));
    assertThat(world.running()).containsExactly("west1-2");
    world.pass(Duration.ofSeconds(4));
    assertThat(world.running()).isEmpty();
  }

  @Test
  void a_draining_node_takes_calls_again_rather_than_that_another_is_started() {
    learned();
    keepAt(1);
    world.pass(Duration.ofSeconds(3));
    world.calls("west1-2", 1);
    keepAt(0);
    world.pass(SECOND);
    assertThat(world.isDrained("west1-2")).isTrue();
    keepAt(1);
    world.pass(SECOND);
    assertThat(world.isDrained("west1-2")).isFalse();
    assertThat(world.started()).hasSize(2);
  }

  @Test
  void warm_nodes_are_kept_from_calls_until_they_are_needed() {
    World pool = new World(1, World.template("west1", 0, 4, 1));
    pool.pass(MINUTE);
    assertThat(pool.running()).hasSize(1);
    String warm = pool.running().iterator().next();
    assertThat(pool.isDrained(warm)).isTrue();

    assertThat(pool.zone("west1").wake("shop.v1.Vision/index", 1, pool.now()))
        .isEqualTo(new Woken.Starting(Duration.ZERO));
    pool.look();
    assertThat(pool.isDrained(warm)).isFalse();
    pool.pass(Duration.ofSeconds(4));
    // Another one takes its place in the pool.
    assertThat(pool.zone("west1").book().count(node -> node.is(NodePhase.WARM))).isEqualTo(1);
  }

  @Test
  void a_template_whose_nodes_do_not_start_is_tried_less_and_less_and_then_not_at_all() {
    world.diesAtOnce = true;
    world.pass(MINUTE);
    assertThat(world.started()).hasSize(StartLimits.MOST_FAILURES);
    assertThat(zone().status(world.now()).trouble())
        .startsWith("in quarantine: 5 starts failed within 10 min")
        .contains("its last line");
    assertThat(zone().wake("shop.v1.Vision/index", 1, world.now()))
        .isInstanceOf(Woken.Refused.class);
    assertThat(zone().entry(world.now()).canStart()).isFalse();

    world.pass(Duration.ofMinutes(8));
    assertThat(world.started()).hasSize(StartLimits.MOST_FAILURES);
    // One is tried after the quarantine; it fails too.
    world.pass(Duration.ofMinutes(3));
    assertThat(world.started()).hasSize(StartLimits.MOST_FAILURES + 1);

    world.diesAtOnce = false;
    keepAt(1);
    world.pass(Duration.ofSeconds(3));
    assertThat(ready()).isEqualTo(1);
  }

  @Test
  void a_refusal_says_when_to_ask_again_and_a_node_is_there_then() {
    learned();
    world.startsFail = true;
    zone().wake("shop.v1.Vision/index", 1, world.now());
    world.look();
    world.startsFail = false;
    Woken woken = zone().wake("shop.v1.Vision/index", 1, world.now());
    assertThat(woken).isInstanceOf(Woken.Refused.class);
    world.pass(((Woken.Refused) woken).retryAfter().plus(Duration.ofMillis(400)));
    assertThat(zone().wake("shop.v1.Vision/index", 1, world.now()))
        .isEqualTo(new Woken.Starting(Duration.ZERO));
  }

  @Test
  void more_deaths_than_the_repair_budget_stop_the_replacing_and_say_so() {
    learned();
    keepAt(1);
    for (int i = 0; i < 8; i++) {
      world.pass(Duration.ofSeconds(4));
      world.running().forEach(world::kill);
    }
    world.pass(MINUTE);
    // One to learn, one asked for, four repaired.
    assertThat(world.started()).hasSize(6);
    assertThat(zone().status(world.now()).trouble()).contains("4 are replaced in that time");
  }

  @Test
  void after_a_restart_what_runs_is_adopted_and_nothing_started_twice() {
    learned();
    keepAt(2);
    world.pass(SECOND);
    world.restart();
    world.pass(Duration.ofSeconds(5));
    assertThat(ready()).isEqualTo(2);
    assertThat(world.started()).hasSize(3);
  }

  @Test
  void a_start_that_was_stored_and_never_made_is_made_anew_after_a_while() {
    learned();
    // Dies between what is stored and what is done about it.
    world.act(zone().hold(Optional.of(new StoredZone.Hold(1, Optional.empty())), world.now()));
    world.diesAfter = 0;
    world.look();
    world.pass(Duration.ofSeconds(9));
    assertThat(world.running()).isEmpty();
    world.pass(Duration.ofSeconds(6));
    assertThat(ready()).isEqualTo(1);
  }

  @Test
  void of_a_zone_whose_nodes_others_start_only_the_number_is_said() {
    World elsewhere = new World(1, World.foreign("west1", 4));
    elsewhere.elsewhere("west1-pod-a");
    elsewhere.pass(Duration.ofSeconds(3));
    Zone zone = elsewhere.zone("west1");
    assertThat(zone.entry(elsewhere.now()).offers("shop.v1.Vision/index")).isTrue();

    zone.sized(3, "it is called a lot");
    elsewhere.look();
    assertThat(zone.status(elsewhere.now()).wanted()).isEqualTo(3);
    assertThat(zone.entry(elsewhere.now()).starting()).isEqualTo(2);
    elsewhere.elsewhere("west1-pod-b");
    elsewhere.elsewhere("west1-pod-c");
    elsewhere.pass(Duration.ofSeconds(3));
    assertThat(zone.book().coldStart()).isBetween(SECOND, Duration.ofSeconds(3));

    elsewhere.kill("west1-pod-b");
    zone.sized(0, "nothing is called");
    elsewhere.pass(MINUTE);
    assertThat(zone.status(elsewhere.now()).nodes()).hasSize(2);
    assertThat(elsewhere.started()).isEmpty();
    assertThat(elsewhere.membersOf("west1"))
        .containsExactlyInAnyOrder("west1-pod-a", "west1-pod-c");
    assertThat(elsewhere.events())
        .extracting(ZoneEvent::what)
        .contains("has joined", "wants 3 nodes", "has left", "wants 0 nodes");
  }

  @Test
  void what_runs_and_no_zone_knows_is_ended() {
    learned();
    keepAt(1);
    world.pass(Duration.ofSeconds(3));
    Zones none =
        new Zones(List.of(), t -> "", StoredZones.empty(), new SplittableRandom(1), world.now());
    List<ZoneEffect> effects = none.look(world, world.now());
    assertThat(effects).contains(new ZoneEffect.Stop("west1-2", false));
  }
}

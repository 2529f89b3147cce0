package dev.edgewise.orchestrator.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A zone whose nodes need certificates, and have the names of those that are there. */
final class CertifiedZoneTest {
  private static final Duration SECONDS = Duration.ofSeconds(3);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String WHY = "of its 4 nodes 2 have a certificate that can be used";
  private static final NodeNumbers TWO = NodeNumbers.of(List.of(1L, 2L), WHY);
  private static final NodeNumbers FOUR = NodeNumbers.of(List.of(1L, 2L, 3L, 4L), "");
  private static final String METHOD = "shop.v1.Vision/index";

  private final World world = new World(1, World.template("west1", 0, 4, 0));

  private Zone zone() {
    return world.zone("west1");
  }

  private int ready() {
    return zone().book().count(node -> node.is(NodePhase.READY));
  }

  private void keepAt(int nodes) {
    world.act(zone().hold(Optional.of(new StoredZone.Hold(nodes, Optional.empty())), world.now()));
    world.pass(SECONDS);
  }

  /** Its first node has told what it offers, and has ended. */
  private void learned() {
    world.pass(MINUTE);
    assertThat(world.running()).isEmpty();
  }

  private void release() {
    world.act(zone().hold(Optional.empty(), world.now()));
  }

  @Test
  void a_name_is_used_again_when_its_node_is_over_and_each_has_its_turn() {
    world.numbers = FOUR;
    learned();
    keepAt(2);
    keepAt(0);
    keepAt(3);

    assertThat(world.started())
        .containsExactly("west1-1", "west1-2", "west1-3", "west1-4", "west1-1", "west1-2");
    assertThat(ready()).isEqualTo(3);
    world.restart();
    world.pass(SECONDS);
    assertThat(ready()).as("they are found again").isEqualTo(3);
    assertThat(world.started()).hasSize(6);
  }

  @Test
  void without_a_certificate_no_node_is_started_and_the_zone_says_why() {
    world.numbers = TWO;
    learned();
    keepAt(4);
    assertThat(world.started()).containsExactly("west1-1", "west1-2", "west1-1");
    assertThat(ready()).isEqualTo(2);
    assertThat(zone().status(world.now()).trouble()).isEqualTo(WHY);
    assertThat(world.events().stream().filter(event -> event.because().equals(WHY)))
        .as("told once")
        .hasSize(1);

    world.numbers = FOUR;
    world.pass(SECONDS);
    assertThat(ready()).isEqualTo(4);
    assertThat(zone().status(world.now()).trouble()).isEmpty();
  }

  @Test
  void a_zone_whose_certificates_have_all_expired_is_not_waited_for() {
    world.numbers = FOUR;
    learned();
    assertThat(zone().entry(world.now()).canStart()).isTrue();
    world.numbers = NodeNumbers.of(List.of(), "west1-1.pem has expired");
    world.pass(SECONDS);

    assertThat(zone().entry(world.now()).canStart()).isFalse();
    assertThat(zone().entry(world.now()).because()).isEqualTo("west1-1.pem has expired");
    assertThat(zone().wake(METHOD, 1, world.now()))
        .isEqualTo(
            new Woken.Refused("zone west1 starts nothing now, west1-1.pem has expired", MINUTE));
    world.pass(SECONDS);
    assertThat(world.started()).hasSize(1);

    world.numbers = FOUR;
    world.pass(SECONDS);
    assertThat(ready()).as("who woke it is there still").isEqualTo(1);
    release();
  }

  @Test
  void nothing_is_wanted_of_a_node_that_was_wanted_of_an_earlier_one_of_its_name() {
    world.numbers = NodeNumbers.of(List.of(1L), "");
    learned();
    // As after an orchestrator that was killed before it forgot it.
    world.stillDrains("west1-1");
    keepAt(1);

    assertThat(ready()).isEqualTo(1);
    assertThat(world.isDrained("west1-1")).isFalse();
  }

  @Test
  void a_node_that_others_run_under_the_name_keeps_it() {
    world.numbers = TWO;
    world.startTakes = Duration.ZERO;
    world.elsewhere("west1-1");
    world.startTakes = SECONDS;
    world.pass(MINUTE);

    assertThat(world.started()).containsExactly("west1-2");
  }
}

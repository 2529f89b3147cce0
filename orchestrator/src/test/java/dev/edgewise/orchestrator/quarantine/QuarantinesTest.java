package dev.edgewise.orchestrator.quarantine;

import static dev.edgewise.orchestrator.quarantine.Ward.CLOCK;
import static dev.edgewise.orchestrator.quarantine.Ward.VISION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Quarantine;
import dev.edgewise.core.Quarantine.Stage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Stories of services that fail on a node, on virtual time. */
final class QuarantinesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Ward ward = new Ward("a", "b", "c");

  /** One second of calls in which the service fails on the first node alone. */
  private void aFails() {
    ward.says("a", 0, 6);
    ward.says("b", 8, 0);
    ward.says("c", 8, 0);
    ward.passes(SECOND);
  }

  private void aIsClosed() {
    aFails();
    aFails();
    assertThat(ward.stage("a")).contains(Stage.CLOSED);
  }

  private void aIsOnTrial() {
    aIsClosed();
    ward.passes(Duration.ofSeconds(30));
    assertThat(ward.stage("a")).contains(Stage.TRIAL);
  }

  @Test
  void a_service_that_fails_on_one_node_alone_is_closed_there_within_two_reports() {
    aFails();
    assertThat(ward.stage("a")).as("six calls say too little").isEmpty();
    aFails();

    assertThat(ward.quarantines.of("a"))
        .containsExactly(
            new Quarantine(
                VISION,
                Stage.CLOSED,
                Optional.of(ward.wall().plusSeconds(30)),
                "12 of 12 calls failed with EW6006 (body failed), 0 % elsewhere"));
    assertThat(ward.quarantines.takeTouched()).containsExactly("a");
    assertThat(ward.stage("a", CLOCK)).as("its other service goes on").isEmpty();
    assertThat(ward.stage("b")).isEmpty();
    assertThat(ward.notes)
        .containsExactly(
            "Vision on a is under quarantine for 30 s: 12 of 12 calls failed with EW6006 (body"
                + " failed), 0 % elsewhere");
    assertThat(ward.stored()).isEqualTo(1);
    assertThat(ward.quarantines.begun()).isEqualTo(1);
  }

  @Test
  void what_fails_everywhere_is_said_and_closes_nothing() {
    for (int i = 0; i < 5; i++) {
      ward.says("a", 0, 9);
      ward.says("b", 1, 8);
      ward.says("c", 0, 9);
      ward.passes(SECOND);
    }

    assertThat(ward.quarantines.of("a")).isEmpty();
    assertThat(ward.notes)
        .singleElement()
        .asString()
        .startsWith("service shop.v1.Vision: it fails on all nodes of the edge tier alike");
    assertThat(ward.quarantines.troubles()).containsKey(VISION);
    ward.passes(Duration.ofSeconds(61));
    assertThat(ward.quarantines.troubles()).isEmpty();
  }

  @Test
  void a_few_failures_among_many_calls_close_nothing() {
    for (int i = 0; i < 20; i++) {
      ward.says("a", 11, 9);
      ward.says("b", 20, 0);
      ward.passes(SECOND);
    }
    assertThat(ward.stage("a")).isEmpty();
  }

  @Test
  void without_calls_elsewhere_there_is_nothing_to_compare_with() {
    for (int i = 0; i < 5; i++) {
      ward.says("a", 0, 20);
      ward.passes(SECOND);
    }
    assertThat(ward.stage("a")).isEmpty();
    ward.says("b", 5, 0);
    ward.passes(SECOND);
    assertThat(ward.stage("a")).contains(Stage.CLOSED);
  }

  @Test
  void what_was_well_before_does_not_hide_for_long_that_it_broke() {
    for (int i = 0; i < 60; i++) {
      ward.says("a", 20, 0);
      ward.says("b", 20, 0);
      ward.passes(SECOND);
    }
    int seconds = 0;
    while (ward.stage("a").isEmpty() && seconds < 30) {
      ward.says("a", 0, 20);
      ward.says("b", 20, 0);
      ward.passes(SECOND);
      seconds++;
    }
    assertThat(seconds).isLessThanOrEqualTo(4);
  }

  @Test
  void what_failed_long_ago_does_not_count() {
    aFails();
    ward.passes(Duration.ofSeconds(31));
    aFails();
    assertThat(ward.stage("a")).isEmpty();
  }

  @Test
  void one_client_or_tenant_among_several_cannot_close_a_service() {
    for (int i = 0; i < 5; i++) {
      ward.says("liar", "", "a", VISION, 0, 1_000);
      ward.says("shop", "", "a", VISION, 1, 0);
      ward.says("shop", "", "b", VISION, 20, 0);
      ward.says("gateway", "evil", "b", CLOCK, 0, 1_000);
      ward.says("gateway", "good", "b", CLOCK, 1, 0);
      ward.says("gateway", "good", "c", CLOCK, 20, 0);
      ward.passes(SECOND);
    }
    assertThat(ward.stage("a", VISION)).isEmpty();
    assertThat(ward.stage("b", CLOCK)).isEmpty();

    ward.says("shop", "", "a", VISION, 0, 20);
    ward.passes(SECOND);
    assertThat(ward.stage("a")).as("both say so").contains(Stage.CLOSED);
  }

  @Test
  void the_only_node_stays_and_so_does_the_better_half() {
    Ward two = new Ward("a", "b");
    for (int i = 0; i < 5; i++) {
      two.says("a", 0, 20);
      two.says("b", 20, 0);
      two.passes(SECOND);
    }
    assertThat(two.stage("a")).contains(Stage.CLOSED);

    two.loses("b");
    two.passes(SECOND);

    assertThat(two.stage("a")).as("no other is left").isEmpty();
    assertThat(two.notes).last().asString().contains("too few other nodes are left");
    assertThat(two.stored()).isZero();

    Ward three = new Ward("a", "b", "c");
    for (int i = 0; i < 5; i++) {
      three.says("a", 0, 20);
      three.says("b", 0, 20);
      three.says("c", 200, 0);
      three.passes(SECOND);
    }
    assertThat(three.stage("a").isPresent() ^ three.stage("b").isPresent()).isTrue();
  }

  @Test
  void after_its_time_a_few_calls_try_it_and_it_is_released_when_they_are_answered() {
    aIsOnTrial();
    assertThat(ward.quarantines.of("a").get(0).until()).isEmpty();
    ward.says("a", 5, 0);
    ward.passes(SECOND);

    assertThat(ward.stage("a")).isEmpty();
    assertThat(ward.stored()).isZero();
    assertThat(ward.notes)
        .last()
        .asString()
        .isEqualTo("Vision on a is released: 0 of 5 trial calls failed");
  }

  @Test
  void a_trial_that_fails_closes_it_for_twice_as_long_up_to_ten_minutes() {
    aIsOnTrial();
    long seconds = 30;
    for (int times = 2; times <= 7; times++) {
      ward.says("a", 0, 2);
      ward.passes(SECOND);
      seconds = Math.min(600, 2 * seconds);
      assertThat(ward.quarantines.of("a").get(0).until())
          .contains(ward.wall().plusSeconds(seconds));
      assertThat(ward.because("a"))
          .isEqualTo(
              "2 of 2 trial calls failed with EW6006 (body failed); quarantine "
                  + times
                  + " in a row");
      ward.passes(Duration.ofSeconds(seconds));
      assertThat(ward.stage("a")).contains(Stage.TRIAL);
    }
    assertThat(ward.quarantines.statuses("a").get(0).times()).isEqualTo(7);
  }

  @Test
  void a_trial_without_calls_ends_and_the_next_quarantine_is_longer() {
    aIsOnTrial();
    ward.passes(Duration.ofSeconds(10));
    assertThat(ward.stage("a")).isEmpty();
    assertThat(ward.notes).last().asString().contains("nobody called it");

    aIsClosed();

    assertThat(ward.quarantines.of("a").get(0).until()).contains(ward.wall().plusSeconds(60));
  }

  @Test
  void after_ten_good_minutes_the_next_quarantine_is_a_first_one() {
    aIsOnTrial();
    ward.says("a", 5, 0);
    ward.passes(SECOND);
    ward.passes(Duration.ofMinutes(10));
    assertThat(ward.quarantines.isIdle()).isTrue();

    aIsClosed();

    assertThat(ward.quarantines.of("a").get(0).until()).contains(ward.wall().plusSeconds(30));
  }

  @Test
  void another_process_on_the_node_begins_anew() {
    aIsClosed();
    ward.has("a", 2, true);
    ward.passes(SECOND);
    assertThat(ward.stage("a")).isEmpty();
    assertThat(ward.notes).last().asString().contains("started anew");
    assertThat(ward.stored()).isZero();
    aFails();
    assertThat(ward.stage("a")).as("what the old one did says nothing").isEmpty();
  }

  @Test
  void evidence_of_the_process_before_does_not_count_against_the_next() {
    aFails();
    ward.has("a", 2, true);
    aFails();
    assertThat(ward.stage("a")).isEmpty();
  }

  @Test
  void what_operators_ask_for_holds_until_they_release_it() {
    ward.take(ward.quarantines.ask("a", VISION, "disk replaced at noon", ward.now, ward.wall()));
    ward.has("a", 2, true);
    ward.passes(Duration.ofHours(3));
    assertThat(ward.stage("a")).contains(Stage.ASKED);
    assertThat(ward.because("a")).isEqualTo("disk replaced at noon");
    ward.restarts();
    ward.passes(SECOND);
    assertThat(ward.stage("a")).contains(Stage.ASKED);

    ward.take(ward.quarantines.release("a", VISION));

    assertThat(ward.stage("a")).isEmpty();
    assertThat(ward.stored()).isZero();
    assertThat(ward.quarantines.takeTouched()).contains("a");
  }

  @Test
  void operators_release_what_was_closed_and_its_next_is_a_first_one() {
    aIsOnTrial();
    ward.take(ward.quarantines.release("a", VISION));
    assertThat(ward.stage("a")).isEmpty();
    aIsClosed();
    assertThat(ward.quarantines.of("a").get(0).until()).contains(ward.wall().plusSeconds(30));
  }

  @Test
  void a_quarantine_outlives_the_orchestrator_and_not_its_node() {
    aIsClosed();
    ward.restarts();
    ward.passes(SECOND);
    assertThat(ward.stage("a")).contains(Stage.CLOSED);
    ward.passes(Duration.ofSeconds(29));
    assertThat(ward.stage("a")).contains(Stage.TRIAL);
    ward.says("a", 0, 2);
    ward.passes(SECOND);
    assertThat(ward.quarantines.statuses("a").get(0).times()).isEqualTo(2);

    ward.loses("a");
    ward.passes(SECOND);

    assertThat(ward.stage("a")).isEmpty();
    assertThat(ward.stored()).isZero();
  }

  @Test
  void a_node_that_was_started_anew_while_the_orchestrator_was_away_begins_anew() {
    aIsClosed();
    ward.restarts();
    ward.has("a", 2, true);
    ward.passes(SECOND);
    assertThat(ward.stage("a")).isEmpty();
  }

  @Test
  void an_ended_node_leaves_nothing() {
    ward.take(ward.quarantines.ask("a", VISION, "", ward.now, ward.wall()));
    ward.take(ward.quarantines.forget("a"));
    assertThat(ward.quarantines.isIdle()).isTrue();
    assertThat(ward.stored()).isZero();
  }
}

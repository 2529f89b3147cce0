package dev.edgewise.orchestrator.fleet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.overview.MemberState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class MembershipTest {
  private static final Duration MOMENT = Duration.ofMillis(100);

  private final Story story = new Story();

  @Test
  void a_node_that_renews_in_time_stays_alive() {
    long stream = story.registers(Samples.node("nyc"));

    story.passes(Duration.ofMinutes(5));

    assertThat(story.state("nyc")).isEqualTo(MemberState.ALIVE);
    assertThat(story.refusal(stream)).isNull();
  }

  @Test
  void a_node_that_falls_silent_is_suspect_when_its_lease_is_over_and_not_before() {
    long stream = story.registers(Samples.node("nyc"));
    story.fallsSilent(stream);

    story.passes(Duration.ofMillis(2_900));
    assertThat(story.state("nyc")).isEqualTo(MemberState.ALIVE);
    story.passes(MOMENT);

    assertThat(story.state("nyc")).isEqualTo(MemberState.SUSPECT);
    assertThat(story.because("nyc")).isEqualTo("its lease was not renewed");
  }

  @Test
  void a_metered_node_has_ten_times_as_long() {
    long stream = story.registers(Samples.metered("ship"));
    story.fallsSilent(stream);

    story.passes(Duration.ofSeconds(29));
    assertThat(story.state("ship")).isEqualTo(MemberState.ALIVE);
    story.passes(Duration.ofSeconds(1));

    assertThat(story.state("ship")).isEqualTo(MemberState.SUSPECT);
  }

  @Test
  void a_closed_stream_makes_its_node_suspect_at_once() {
    long stream = story.registers(Samples.node("nyc"));

    story.closes(stream);

    assertThat(story.state("nyc")).isEqualTo(MemberState.SUSPECT);
    assertThat(story.because("nyc")).isEqualTo("its connection was lost");
  }

  @Test
  void a_suspect_node_that_a_client_reaches_is_islanded_for_as_long_as_it_does() {
    long stream = story.registers(Samples.node("nyc"));
    story.closes(stream);

    story.passes(Duration.ofMinutes(2), () -> story.says(1, Samples.reached("nyc")));
    assertThat(story.state("nyc")).isEqualTo(MemberState.ISLANDED);
    assertThat(story.because("nyc")).contains("clients reach it");

    story.passes(Duration.ofSeconds(4));
    assertThat(story.state("nyc")).isEqualTo(MemberState.SUSPECT);
  }

  @Test
  void a_word_that_was_on_its_way_when_the_stream_broke_does_not_make_an_island() {
    long stream = story.registers(Samples.node("nyc"));
    story.closes(stream);

    story.says(1, Samples.reached("nyc"));
    story.passes(MOMENT);
    story.says(1, Samples.reached("nyc"));

    assertThat(story.state("nyc")).isEqualTo(MemberState.SUSPECT);
  }

  @Test
  void a_suspect_node_is_dead_when_nobody_has_reached_it_for_30_seconds() {
    long stream = story.registers(Samples.node("nyc"));
    story.closes(stream);
    story.passes(Duration.ofSeconds(10), () -> story.says(1, Samples.reached("nyc")));

    story.passes(Duration.ofMillis(29_800), () -> story.says(1, Samples.silent("nyc")));
    assertThat(story.state("nyc")).isEqualTo(MemberState.SUSPECT);
    story.passes(Duration.ofMillis(300));

    assertThat(story.state("nyc")).isEqualTo(MemberState.DEAD);
    assertThat(story.because("nyc")).contains("no client has reached it for 30 s");
    assertThat(story.entry("nyc")).isEmpty();
  }

  @Test
  void a_suspect_node_that_refuses_every_client_with_a_word_is_dead_at_once() {
    long stream = story.registers(Samples.node("nyc"));
    story.closes(stream);

    story.says(1, Samples.refused("nyc"));

    assertThat(story.state("nyc")).isEqualTo(MemberState.DEAD);
    assertThat(story.because("nyc")).contains("refused");
  }

  @Test
  void one_client_that_is_not_refused_keeps_a_node_from_being_dead() {
    long stream = story.registers(Samples.node("nyc"));
    story.closes(stream);
    story.says(1, Samples.silent("nyc"));

    story.says(2, Samples.refused("nyc"));
    assertThat(story.state("nyc")).isEqualTo(MemberState.SUSPECT);

    story.leaves(1);
    story.passes(MOMENT);
    assertThat(story.state("nyc")).isEqualTo(MemberState.DEAD);
  }

  @Test
  void a_client_that_is_refused_does_no_harm_to_a_node_that_holds_a_lease() {
    story.registers(Samples.node("nyc"));

    story.passes(Duration.ofMinutes(1), () -> story.says(1, Samples.refused("nyc")));

    assertThat(story.state("nyc")).isEqualTo(MemberState.ALIVE);
  }

  @Test
  void clients_that_were_refused_before_the_stream_broke_count() {
    long stream = story.registers(Samples.node("nyc"));
    story.says(1, Samples.refused("nyc"));

    story.closes(stream);

    assertThat(story.state("nyc")).isEqualTo(MemberState.DEAD);
  }

  @Test
  void what_was_said_of_the_process_before_does_not_count_for_the_next() {
    long first = story.registers(Samples.node("nyc"));
    story.closes(first);
    story.says(1, Samples.refused("nyc"));
    long second = story.registers(Samples.node("nyc"));

    story.closes(second);

    assertThat(story.state("nyc")).isEqualTo(MemberState.SUSPECT);
  }

  @Test
  void a_node_that_deregisters_is_gone_at_once_and_remembered_for_ten_minutes() {
    long stream = story.registers(Samples.node("nyc"));

    story.deregisters(stream);
    story.closes(stream);

    assertThat(story.state("nyc")).isEqualTo(MemberState.LEFT);
    assertThat(story.entry("nyc")).isEmpty();
    story.passes(Duration.ofMinutes(9));
    assertThat(story.knows("nyc")).isTrue();
    story.passes(Duration.ofMinutes(1));
    assertThat(story.knows("nyc")).isFalse();
  }

  @Test
  void another_process_cannot_have_the_name_of_one_that_holds_a_lease() {
    long first = story.registers(Samples.node("nyc"));

    long second = story.registers(Samples.node("nyc", "127.0.0.1:9999"));

    Refusal refusal = requireNonNull(story.refusal(second));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.NAME_TAKEN);
    assertThat(refusal.code()).isEqualTo(ErrorCode.NAME_TAKEN);
    assertThat(refusal.message()).contains("nyc").contains("127.0.0.1:7501");
    assertThat(story.refusal(first)).isNull();
    assertThat(story.state("nyc")).isEqualTo(MemberState.ALIVE);
  }

  @Test
  void the_name_is_free_as_soon_as_the_lease_is_lost() {
    long first = story.registers(Samples.node("nyc"));
    story.closes(first);

    long second = story.registers(Samples.node("nyc"));

    assertThat(story.epoch(second)).isGreaterThan(story.epoch(first));
  }

  @Test
  void nobody_takes_the_name_of_a_node_that_clients_reach_elsewhere() {
    long first = story.registers(Samples.node("nyc"));
    story.closes(first);
    story.passes(Duration.ofSeconds(1), () -> story.says(1, Samples.reached("nyc")));

    long other = story.registers(Samples.node("nyc", "127.0.0.1:9999"));
    long same = story.registers(Samples.node("nyc"));

    assertThat(requireNonNull(story.refusal(other)).kind()).isEqualTo(Refusal.Kind.NAME_TAKEN);
    assertThat(story.refusal(same)).isNull();
  }

  @Test
  void the_same_process_supersedes_its_older_stream_at_once() {
    long first = story.registers(Samples.node("nyc"));

    long second = story.registers(Samples.node("nyc"), story.epoch(first));

    assertThat(requireNonNull(story.refusal(first)).kind()).isEqualTo(Refusal.Kind.FENCED);
    assertThat(story.epoch(second)).isGreaterThan(story.epoch(first));
    story.closes(first);
    assertThat(story.state("nyc")).isEqualTo(MemberState.ALIVE);
  }

  @Test
  void a_process_that_did_not_receive_its_newest_lease_is_still_the_same() {
    long first = story.registers(Samples.node("nyc"));
    long second = story.registers(Samples.node("nyc"), story.epoch(first));

    long third = story.registers(Samples.node("nyc"), story.epoch(first));

    assertThat(story.refusal(third)).isNull();
    assertThat(story.epoch(third)).isGreaterThan(story.epoch(second));
    story.renews(third, story.epoch(third));
    long fourth = story.registers(Samples.node("nyc"), story.epoch(first));
    assertThat(requireNonNull(story.refusal(fourth)).kind()).isEqualTo(Refusal.Kind.NAME_TAKEN);
  }

  @Test
  void a_paused_agent_that_wakes_is_fenced_and_registers_anew() {
    long first = story.registers(Samples.node("nyc"));
    story.fallsSilent(first);
    story.passes(Duration.ofSeconds(10));

    story.renews(first, story.epoch(first));
    assertThat(requireNonNull(story.refusal(first)).kind()).isEqualTo(Refusal.Kind.FENCED);

    long second = story.registers(Samples.node("nyc"), story.epoch(first));
    assertThat(story.state("nyc")).isEqualTo(MemberState.ALIVE);
    assertThat(story.epoch(second)).isGreaterThan(story.epoch(first));
  }

  @Test
  void an_old_epoch_is_fenced_on_any_stream() {
    long first = story.registers(Samples.node("nyc"));
    long second = story.registers(Samples.node("nyc"), story.epoch(first));

    story.renews(second, story.epoch(first));

    assertThat(requireNonNull(story.refusal(second)).code()).isEqualTo(ErrorCode.FENCED);
    assertThat(story.state("nyc")).isEqualTo(MemberState.SUSPECT);
  }

  @Test
  void an_offer_that_changes_on_the_same_stream_keeps_the_lease() {
    long stream = story.registers(Samples.node("nyc"));
    long epoch = story.epoch(stream);

    story.registersAgain(stream, Samples.node("nyc", "127.0.0.1:7777"));

    assertThat(story.epoch(stream)).isEqualTo(epoch);
    assertThat(story.entry("nyc").orElseThrow().registration().address())
        .isEqualTo("127.0.0.1:7777");
    story.registersAgain(stream, Samples.node("other"));
    assertThat(requireNonNull(story.refusal(stream)).message())
        .isEqualTo("node: \"other\" (expected: \"nyc\", which registered on this stream before)");
  }

  @Test
  void what_comes_before_a_registration_is_refused() {
    story.renews(99, 1);

    assertThat(requireNonNull(story.refusal(99)).message()).contains("Renew").contains("Register");
  }

  @Test
  void epochs_grow_across_a_restart() {
    long first = story.registers(Samples.node("nyc"));
    long other = story.registers(Samples.node("london"));
    story.deregisters(other);

    Story restarted = story.restarts();
    long again = restarted.registers(Samples.node("nyc"), story.epoch(first));

    assertThat(restarted.epoch(again)).isGreaterThan(story.epoch(other));
  }

  @Test
  void epochs_grow_even_when_the_store_was_lost() {
    long stream = story.registers(Samples.node("nyc"), 5_000);

    assertThat(story.epoch(stream)).isGreaterThan(5_000);
    long liar = story.registers(Samples.node("liar"), Long.MAX_VALUE);
    assertThat(requireNonNull(story.refusal(liar)).message()).startsWith("held_epoch: ");
  }

  @Test
  void a_drain_is_told_at_once_acknowledged_and_survives_node_and_orchestrator() {
    long stream = story.registers(Samples.node("nyc"));
    Desired before = requireNonNull(story.wanted(stream));
    assertThat(before.drain()).isFalse();

    story.drains("nyc", true);
    Desired after = requireNonNull(story.wanted(stream));
    assertThat(after).isEqualTo(new Desired(after.version(), true));
    assertThat(after.version()).isGreaterThan(before.version());
    assertThat(story.entry("nyc").orElseThrow().draining()).isTrue();
    story.applies(stream, after.version());
    assertThat(story.applied("nyc")).isEqualTo(after.version());

    story.deregisters(stream);
    Story restarted = story.restarts();
    long again = restarted.registers(Samples.node("nyc"));
    assertThat(restarted.wanted(again)).isEqualTo(after);
    assertThat(restarted.entry("nyc").orElseThrow().draining()).isTrue();
  }

  @Test
  void asking_for_what_is_wanted_already_changes_nothing() {
    long stream = story.registers(Samples.node("nyc"));
    story.drains("nyc", true);
    Desired first = requireNonNull(story.wanted(stream));

    story.drains("nyc", true);

    assertThat(story.wanted(stream)).isEqualTo(first);
  }

  @Test
  void after_a_restart_nodes_are_waited_for_until_all_are_back() {
    long nyc = story.registers(Samples.node("nyc"));
    story.registers(Samples.node("london"));

    Story restarted = story.restarts();
    assertThat(restarted.settling()).isTrue();
    restarted.registers(Samples.node("nyc"), story.epoch(nyc));
    assertThat(restarted.settling()).isTrue();
    restarted.registers(Samples.node("london"));

    assertThat(restarted.settling()).isFalse();
  }

  @Test
  void after_a_restart_nobody_waits_longer_than_a_lease_and_jitter() {
    story.registers(Samples.node("nyc"));

    Story restarted = story.restarts();
    restarted.passes(Duration.ofMillis(3_900));
    assertThat(restarted.settling()).isTrue();
    restarted.passes(MOMENT);

    assertThat(restarted.settling()).isFalse();
    assertThat(restarted.state("nyc")).isEqualTo(MemberState.SUSPECT);
    assertThat(restarted.because("nyc")).contains("has not come back");
  }

  @Test
  void a_node_that_is_known_to_be_dead_is_not_waited_for() {
    story.registers(Samples.node("nyc"));

    Story restarted = story.restarts();
    restarted.says(1, Samples.refused("nyc"));

    assertThat(restarted.settling()).isFalse();
  }

  @Test
  void a_full_fleet_takes_no_new_node_but_makes_room_of_those_that_are_gone() {
    FleetSettings two =
        FleetSettings.of(
            Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(30), 2, 10);
    Story full = new Story(two, StoredFleet.empty());
    full.registers(Samples.node("one"));
    long second = full.registers(Samples.node("two"));

    long third = full.registers(Samples.node("three"));
    assertThat(requireNonNull(full.refusal(third)).kind()).isEqualTo(Refusal.Kind.FULL);

    full.deregisters(second);
    long fourth = full.registers(Samples.node("four"));
    assertThat(full.refusal(fourth)).isNull();
  }
}

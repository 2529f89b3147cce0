package dev.edgewise.orchestrator.fleet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.orchestrator.overview.MemberState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Nodes whose processes this orchestrator starts and ends: they are kept from calls before they
 * come, and gone as soon as their process is.
 */
final class StartedNodesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Story story = new Story();

  private boolean isDraining(Story story, String node) {
    return story.entry(node).orElseThrow().draining();
  }

  // ── standing by

  @Test
  void a_node_that_is_yet_to_come_is_kept_from_calls_from_its_first_moment() {
    story.standsBy("west1-1");
    long stream = story.registers(Samples.node("west1-1"));

    assertThat(isDraining(story, "west1-1")).isTrue();
    assertThat(requireNonNull(story.wanted(stream)).drain()).isTrue();

    long other = story.registers(Samples.node("west1-2"));
    assertThat(isDraining(story, "west1-2")).isFalse();
    assertThat(requireNonNull(story.wanted(other)).drain()).isFalse();
  }

  @Test
  void it_is_kept_from_calls_also_when_the_orchestrator_was_killed_before_it_came() {
    story.standsBy("west1-1");
    Story next = story.restarts();

    long stream = next.registers(Samples.node("west1-1"));

    assertThat(isDraining(next, "west1-1")).isTrue();
    assertThat(requireNonNull(next.wanted(stream)).drain()).isTrue();
  }

  @Test
  void a_node_that_takes_calls_is_told_at_once() {
    long stream = story.registers(Samples.node("west1-1"));
    Desired before = requireNonNull(story.wanted(stream));
    story.standsBy("west1-1");

    Desired after = requireNonNull(story.wanted(stream));
    assertThat(after.drain()).isTrue();
    assertThat(after.version()).isGreaterThan(before.version());
    assertThat(isDraining(story, "west1-1")).isTrue();
  }

  @Test
  void to_be_asked_twice_is_to_be_asked_once() {
    story.standsBy("west1-1");
    List<Change> once = List.copyOf(story.stored());
    story.standsBy("west1-1");
    assertThat(story.stored()).isEqualTo(once).hasSize(1);

    long stream = story.registers(Samples.node("west1-1"));
    Desired wanted = requireNonNull(story.wanted(stream));
    story.standsBy("west1-1");
    assertThat(story.wanted(stream)).isEqualTo(wanted);
  }

  @Test
  void it_takes_calls_when_it_is_told_to() {
    story.standsBy("west1-1");
    long stream = story.registers(Samples.node("west1-1"));
    story.drains("west1-1", false);

    assertThat(isDraining(story, "west1-1")).isFalse();
    assertThat(requireNonNull(story.wanted(stream)).drain()).isFalse();

    Story next = story.restarts();
    assertThat(isDraining(next, "west1-1")).isFalse();
  }

  // ── ended

  @Test
  void a_node_whose_process_is_over_leaves_the_view_at_once_whatever_its_lease_says() {
    story.registers(Samples.node("west1-1"));
    story.ends("west1-1");

    assertThat(story.entry("west1-1")).isEmpty();
    assertThat(story.state("west1-1")).isEqualTo(MemberState.DEAD);
    assertThat(story.because("west1-1")).isEqualTo("its process has ended");
    assertThat(story.membership().takeTouched()).contains("west1-1");
  }

  @Test
  void what_its_stream_says_after_that_is_refused() {
    long stream = story.registers(Samples.node("west1-1"));
    story.ends("west1-1");
    story.renews(stream, story.epoch(stream));

    assertThat(story.refusal(stream)).isNotNull();
    assertThat(story.state("west1-1")).isEqualTo(MemberState.DEAD);
  }

  @Test
  void the_end_of_its_stream_changes_nothing_any_more() {
    long stream = story.registers(Samples.node("west1-1"));
    story.ends("west1-1");
    story.closes(stream);
    story.passes(MINUTE);

    assertThat(story.because("west1-1")).isEqualTo("its process has ended");
  }

  @Test
  void nothing_of_it_is_left_in_the_store() {
    story.standsBy("west1-1");
    story.registers(Samples.node("west1-1"));
    story.registers(Samples.node("nyc"));
    story.ends("west1-1");
    Story next = story.restarts();

    assertThat(next.knows("west1-1")).isFalse();
    assertThat(next.knows("nyc")).isTrue();
    next.registers(Samples.node("west1-1"));
    assertThat(isDraining(next, "west1-1")).isFalse();
  }

  @Test
  void a_suspect_one_is_told_dead_without_waiting() {
    long stream = story.registers(Samples.node("west1-1"));
    story.closes(stream);
    assertThat(story.state("west1-1")).isEqualTo(MemberState.SUSPECT);
    story.ends("west1-1");

    assertThat(story.state("west1-1")).isEqualTo(MemberState.DEAD);
    assertThat(story.entry("west1-1")).isEmpty();
  }

  @Test
  void one_that_never_came_is_forgotten_with_what_was_wanted_of_it() {
    story.standsBy("west1-1");
    story.ends("west1-1");

    assertThat(story.knows("west1-1")).isFalse();
    assertThat(story.stored()).last().isEqualTo(new Change.DropDesired("west1-1"));
    story.registers(Samples.node("west1-1"));
    assertThat(isDraining(story, "west1-1")).isFalse();
  }

  @Test
  void one_that_nobody_knows_changes_nothing() {
    story.registers(Samples.node("nyc"));
    List<Change> before = List.copyOf(story.stored());
    story.ends("west1-1");

    assertThat(story.stored()).isEqualTo(before);
    assertThat(story.state("nyc")).isEqualTo(MemberState.ALIVE);
  }

  @Test
  void one_that_has_left_by_itself_stays_so() {
    long stream = story.registers(Samples.node("west1-1"));
    story.deregisters(stream);
    story.ends("west1-1");

    assertThat(story.state("west1-1")).isEqualTo(MemberState.LEFT);
    assertThat(story.because("west1-1")).isEqualTo("asked to stop");
  }

  // ── as clients see it

  @Test
  void clients_hear_of_both_with_the_next_turn() {
    FleetKeeper keeper =
        new FleetKeeper(FleetSettings.standard(), new ManualClock(), new MemoryStore());
    FakeClient client = new FakeClient(keeper, "shop");
    keeper.standBy("west1-1");
    FakeAgent agent = new FakeAgent(keeper).registers(Samples.node("west1-1"), 0);
    keeper.turn(null);
    assertThat(client.node("west1-1").draining()).isTrue();
    assertThat(agent.leases).hasSize(1);

    keeper.ended("west1-1", "its process has ended");
    keeper.turn(null);
    assertThat(client.view).isEmpty();
    assertThat(keeper.snapshot().members())
        .singleElement()
        .satisfies(
            member -> assertThat(member.standing().because()).isEqualTo("its process has ended"));
  }
}

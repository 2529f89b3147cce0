package dev.edgewise.orchestrator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.orchestrator.node.Generation;
import dev.edgewise.orchestrator.node.Serving;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Where a generation was before: remembered when the node that had it is dead. */
final class TrailsTest {
  private static Generation part(String call, int leg) {
    return new Generation(
        call, "a.v1.A/write", "running", leg, 0, 3, "chunk", 3, 0, 1, 2, 3, 0, 0, List.of("liar"));
  }

  private static Serving serving(Generation... parts) {
    return new Serving(List.of(), List.of()).with(List.of(parts));
  }

  private static List<String> from(Story story, String node) {
    return story.shown(node).generations().get(0).from();
  }

  @Test
  void a_node_that_goes_on_is_shown_with_the_dead_ones_that_had_it() {
    Story story = new Story();
    long nyc = story.registers(Samples.node("nyc"));
    story.serves(nyc, serving(part("d1", 1)));
    assertThat(from(story, "nyc")).as("what a node says of it counts for nothing").isEmpty();
    story.closes(nyc);
    story.passes(Duration.ofSeconds(60));
    long london = story.registers(Samples.node("london"));
    story.serves(london, serving(part("d1", 2), part("d2", 1)));
    assertThat(from(story, "london")).containsExactly("nyc");
    long paris = story.registers(Samples.node("paris"));
    story.serves(paris, serving(part("d1", 3)));
    story.serves(london, serving(part("d1", 2)));
    assertThat(from(story, "paris")).containsExactly("nyc", "london");
    assertThat(from(story, "london")).containsExactly("nyc");
  }

  @Test
  void a_part_that_was_too_short_to_be_told_leaves_a_gap_and_no_wrong_name() {
    Trails trails = new Trails();
    trails.told("nyc", List.of(part("d1", 1)));
    List<Generation> shown = trails.with(List.of(part("d1", 3), part("d2", 2)));
    assertThat(shown.get(0).from()).containsExactly("nyc");
    assertThat(shown.get(1).from()).isEmpty();
  }

  @Test
  void nodes_are_named_in_the_order_of_their_parts_and_the_first_to_tell_of_one_has_it() {
    Trails trails = new Trails();
    trails.told("london", List.of(part("d1", 2)));
    trails.told("nyc", List.of(part("d1", 1)));
    trails.told("paris", List.of(part("d1", 2)));
    assertThat(trails.with(List.of(part("d1", 3))).get(0).from()).containsExactly("nyc", "london");
  }

  @Test
  void of_many_nodes_the_last_are_kept() {
    Trails trails = new Trails();
    for (int leg = 1; leg <= Generation.MOST_FROM + 1; leg++) {
      trails.told("n" + leg, List.of(part("d1", leg)));
    }
    assertThat(trails.with(List.of(part("d1", 99))).get(0).from())
        .hasSize(Generation.MOST_FROM)
        .startsWith("n2")
        .endsWith("n9");
  }

  @Test
  void what_was_told_of_lately_is_remembered_longest() {
    Trails trails = new Trails();
    trails.told("nyc", List.of(part("again", 1), part("once", 1)));
    for (int i = 2; i < Trails.MOST_CALLS; i++) {
      trails.told("nyc", List.of(part("d" + i, 1)));
    }
    trails.told("nyc", List.of(part("again", 1)));
    trails.told("nyc", List.of(part("one too many", 1)));
    List<Generation> shown = trails.with(List.of(part("again", 2), part("once", 2)));
    assertThat(shown.get(0).from()).containsExactly("nyc");
    assertThat(shown.get(1).from()).isEmpty();
  }

  @Test
  void however_much_is_told_the_trails_stay_bounded_and_the_newest_are_kept() {
    Trails trails = new Trails();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 20_000; i++) {
      trails.told(
          "n" + random.nextInt(9),
          List.of(part("d" + random.nextInt(5_000), 1 + random.nextInt(1_000_000))));
      String name = "d" + random.nextInt(5_000);
      List<String> from = trails.with(List.of(part(name, Integer.MAX_VALUE))).get(0).from();
      assertThat(from).hasSizeLessThanOrEqualTo(Generation.MOST_FROM);
    }
    List<Generation> all = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      all.add(part("d" + i, Integer.MAX_VALUE));
    }
    assertThat(trails.with(all).stream().filter(each -> !each.from().isEmpty()))
        .hasSize(Trails.MOST_CALLS);
  }
}

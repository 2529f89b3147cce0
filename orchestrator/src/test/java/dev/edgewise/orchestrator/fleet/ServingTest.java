package dev.edgewise.orchestrator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.orchestrator.node.Generation;
import dev.edgewise.orchestrator.node.Serving;
import dev.edgewise.orchestrator.overview.MemberState;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What nodes say of their models and lanes: how long it counts, and that it cannot do harm. */
final class ServingTest {
  private static final Serving ONE =
      new Serving(List.of(model("captions", "ready", "")), List.of());
  private static final Serving TWO = new Serving(List.of(model("captions", "cold", "")), List.of());

  private static Serving.Model model(String name, String state, String because) {
    return new Serving.Model(name, "1", "pipeline", state, because, 90, 800, 3, 2_000);
  }

  @Test
  void what_a_node_said_last_counts_until_it_says_something_else() {
    Story story = new Story();
    long nyc = story.registers(Samples.node("nyc"));
    assertThat(story.serving("nyc")).isEmpty();
    story.serves(nyc, ONE);
    story.passes(Duration.ofSeconds(5));
    assertThat(story.serving("nyc")).contains(ONE);
    story.serves(nyc, TWO);
    assertThat(story.serving("nyc")).contains(TWO);
  }

  @Test
  void the_same_process_on_a_new_stream_needs_not_say_it_again_and_another_one_must() {
    Story story = new Story();
    long first = story.registers(Samples.node("nyc"));
    story.serves(first, ONE);
    long second = story.registers(Samples.node("nyc"), story.epoch(first));
    assertThat(story.serving("nyc")).contains(ONE);
    story.closes(second);
    story.registers(Samples.node("nyc"));
    assertThat(story.serving("nyc")).as("another process").isEmpty();
  }

  @Test
  void it_stays_while_a_node_is_suspect_and_goes_with_the_node() {
    Story story = new Story();
    long nyc = story.registers(Samples.node("nyc"));
    story.serves(nyc, ONE);
    story.closes(nyc);
    assertThat(story.state("nyc")).isEqualTo(MemberState.SUSPECT);
    assertThat(story.serving("nyc")).contains(ONE);
    story.passes(Duration.ofSeconds(60));
    assertThat(story.state("nyc")).isEqualTo(MemberState.DEAD);
    assertThat(story.serving("nyc")).isEmpty();
  }

  @Test
  void a_node_that_leaves_takes_it_along() {
    Story story = new Story();
    long nyc = story.registers(Samples.node("nyc"));
    story.serves(nyc, ONE);
    story.deregisters(nyc);
    assertThat(story.serving("nyc")).isEmpty();
  }

  @Test
  void it_is_never_stored() {
    Story story = new Story();
    long nyc = story.registers(Samples.node("nyc"));
    int stored = story.stored().size();
    story.serves(nyc, ONE);
    assertThat(story.stored()).hasSize(stored);
    assertThat(story.restarts().serving("nyc")).isEmpty();
  }

  @Test
  void a_message_of_many_lines_becomes_one_and_costs_no_lease() {
    Story story = new Story();
    long nyc = story.registers(Samples.node("nyc"));
    story.serves(
        nyc,
        new Serving(List.of(model("a\nb", "failed", "no\tsuch\r\n" + "x".repeat(900))), List.of()));
    assertThat(story.refusal(nyc)).isNull();
    Serving.Model told = story.serving("nyc").orElseThrow().models().get(0);
    assertThat(told.name()).isEqualTo("a b");
    assertThat(told.because()).hasSize(200).startsWith("no such xxx").endsWith("x…");
  }

  @Test
  void lists_are_cut_and_numbers_are_none_that_cannot_be() {
    Map<String, Long> verdicts = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      verdicts.put("verdict" + i, -1L);
    }
    Serving.Lane lane =
        new Serving.Lane(
            "m", "s", -1, -7, Collections.nCopies(99, -5L), verdicts, Double.NaN, -0.5);
    assertThat(lane.waiting()).isZero();
    assertThat(lane.cap()).isZero();
    assertThat(lane.batches()).hasSize(16).containsOnly(0L);
    assertThat(lane.verdicts()).hasSize(16).containsValue(0L);
    assertThat(lane.waitMillis()).isZero();
    assertThat(lane.batchMillis()).isZero();
    Serving cut =
        new Serving(
            Collections.nCopies(300, model("m", "ready", "")), Collections.nCopies(65, lane));
    assertThat(cut.models()).hasSize(256);
    assertThat(cut.lanes()).hasSize(64);
    Serving.Lane slow =
        new Serving.Lane("m", "s", 0, 1, List.of(), Map.of("x".repeat(40), 1L), 1e300, 1e12);
    assertThat(slow.verdicts().keySet()).singleElement().asString().hasSize(32);
    assertThat(slow.waitMillis()).isEqualTo(1e9);
    assertThat(slow.batchMillis()).isEqualTo(1e9);
  }

  @Test
  void whatever_an_agent_says_is_one_line_within_its_bounds() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 2_000; i++) {
      String text = anything(random);
      long number = random.nextLong();
      double millis = Double.longBitsToDouble(random.nextLong());
      Serving.Model model =
          new Serving.Model(text, text, text, text, text, number, number, number, number);
      Serving.Lane lane =
          new Serving.Lane(
              text,
              text,
              random.nextInt(),
              random.nextInt(),
              List.of(number, -number),
              Map.of(text, number),
              millis,
              millis);
      assertThat(List.of(model.name(), model.because(), lane.method(), lane.shape()))
          .allMatch(line -> line.length() <= 510)
          .allMatch(line -> line.chars().noneMatch(Character::isISOControl));
      assertThat(model.calls()).isNotNegative();
      assertThat(lane.waitMillis()).isBetween(0.0, 1e9);
      assertThat(lane.batches()).allMatch(count -> count >= 0);
    }
  }

  /** Rates and bounds that cannot be are shown as bad as they can be, never as better. */
  @Test
  void what_is_kept_is_bounded_and_never_made_better() {
    Serving.Similar odd =
        new Serving.Similar(-1, 3, 9, Double.NaN, 7, OptionalDouble.of(-2), "a\nb");
    assertThat(odd).isEqualTo(new Serving.Similar(0, 3, 3, 0, 1, OptionalDouble.of(1), "a b"));
    Serving.Cached cached =
        new Serving.Cached(
            "x".repeat(900), Optional.empty(), "m", -1, -1, -1, -1, Optional.of(odd));
    assertThat(cached.tenant()).hasSizeLessThan(300);
    assertThat(cached.exact() + cached.semantic() + cached.none() + cached.complaints()).isZero();
    assertThat(
            new Serving(List.of(), List.of(), Collections.nCopies(33, cached), List.of()).caches())
        .hasSize(32);
  }

  @Test
  void what_is_generated_is_bounded_and_in_one_line() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 2_000; i++) {
      String text = anything(random);
      long number = random.nextLong();
      double figure = Double.longBitsToDouble(random.nextLong());
      Generation odd =
          new Generation(
              text,
              text,
              text,
              random.nextInt(),
              number,
              number,
              text,
              number,
              number,
              figure,
              figure,
              number,
              number,
              number,
              Collections.nCopies(random.nextInt(20), "n"));
      assertThat(List.of(odd.call(), odd.method(), odd.state(), odd.unit()))
          .allMatch(line -> line.length() <= 510)
          .allMatch(line -> line.chars().noneMatch(Character::isISOControl));
      assertThat(List.of(odd.had(), odd.chunks(), odd.done(), odd.of(), odd.runningMillis()))
          .allMatch(count -> count >= 0);
      assertThat(odd.leg()).isPositive();
      assertThat(odd.perSecond()).isBetween(0.0, 1e9);
      assertThat(odd.firstMillis()).isBetween(0.0, 1e9);
      assertThat(odd.from()).hasSizeLessThanOrEqualTo(Generation.MOST_FROM);
      assertThat(ONE.with(Collections.nCopies(40, odd)).generations()).hasSize(32);
    }
  }

  /** Any characters, halves of pairs and controls included. */
  private static String anything(SplittableRandom random) {
    int length = random.nextInt(1_000);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
    }
    return text.toString();
  }
}

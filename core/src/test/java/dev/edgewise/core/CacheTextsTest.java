package dev.edgewise.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cache's headers, both ways; what cannot be read never serves more than was asked for. */
final class CacheTextsTest {
  private static final int ROUNDS = 20_000;

  @Test
  void all_that_can_be_asked_is_written_and_read_in_one_form() {
    CacheControl all =
        new CacheControl(true, true, Optional.of(Duration.ofSeconds(60)), OptionalDouble.of(0.9));
    assertThat(CacheTexts.text(all))
        .isEqualTo("no-cache, exact-only, max-age=60, min-similarity=0.9");
    assertThat(CacheTexts.control(CacheTexts.text(all))).isEqualTo(all);
    assertThat(CacheTexts.text(CacheControl.NONE)).isEmpty();
    assertThat(CacheTexts.control("")).isEqualTo(CacheControl.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Exact-Only | exact-only",
        ",, no-cache ,| no-cache",
        "max-age = 7| max-age=7",
        "max-age=60, max-age=5| max-age=5",
        "min-similarity=0.2,min-similarity=1| min-similarity=1",
        "max-age=0| max-age=0",
        "max-age=2592000| max-age=2592000",
      })
  void case_spaces_and_empty_elements_do_not_count_and_of_two_the_stricter_does(
      String text, String canonical) {
    assertThat(CacheTexts.text(CacheTexts.control(text))).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no-store| its directive 1 is not known| ''",
        "exact-only, secret=7| its directive 2 is not known| exact-only",
        "max-age| max-age is no age| no-cache",
        "max-age=-1| max-age is no age| no-cache",
        "max-age=1.5| max-age is no age| no-cache",
        "max-age=2592001| max-age is no age| no-cache",
        "max-age=99999999999| max-age is no age| no-cache",
        "min-similarity=1.1| min-similarity is no similarity| exact-only",
        "min-similarity=1e-3| min-similarity is no similarity| exact-only",
        "min-similarity=NaN| min-similarity is no similarity| exact-only",
        "no-cache=1| no-cache has a value| no-cache",
      })
  void what_cannot_be_read_is_named_and_makes_nothing_laxer(
      String text, String problem, String stricter) {
    assertThatThrownBy(() -> CacheTexts.control(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining("(expected: ")
        .hasMessageNotContaining("secret");
    assertThat(CacheTexts.text(CacheTexts.controlOrStricter(text))).isEqualTo(stricter);
  }

  @Test
  void a_text_that_is_too_long_is_refused_unread() {
    String text = "exact-only," + " ".repeat(CacheTexts.LONGEST);
    assertThatThrownBy(() -> CacheTexts.control(text)).hasMessageContaining("267 chars");
    assertThat(CacheTexts.controlOrStricter(text).noCache()).isTrue();
    assertThat(CacheTexts.note("none" + " ".repeat(CacheTexts.LONGEST))).isEmpty();
  }

  @Test
  void notes_say_where_an_answer_came_from() {
    assertThat(CacheTexts.text(CacheNote.NONE)).isEqualTo("none");
    assertThat(CacheTexts.text(note(CacheNote.Kind.EXACT, 12_900))).isEqualTo("exact; age=12");
    CacheNote similar =
        new CacheNote(
            CacheNote.Kind.SEMANTIC,
            Duration.ofSeconds(12),
            OptionalDouble.of(0.91299),
            OptionalDouble.of(0.02));
    assertThat(CacheTexts.text(similar))
        .isEqualTo("semantic; age=12; similarity=0.912; bound=0.02");
    assertThat(CacheTexts.note("semantic; age=12; similarity=0.912; bound=0.02"))
        .hasValueSatisfying(
            read -> {
              assertThat(read.kind()).isEqualTo(CacheNote.Kind.SEMANTIC);
              assertThat(read.age()).isEqualTo(Duration.ofSeconds(12));
              assertThat(read.similarity()).hasValue(0.912);
              assertThat(read.bound()).hasValue(0.02);
            });
    assertThat(CacheTexts.note("none")).contains(CacheNote.NONE);
  }

  /** Nobody shall read a similarity that was not reached, or a bound that is not kept. */
  @Test
  void what_is_rounded_promises_less() {
    CacheNote note =
        new CacheNote(
            CacheNote.Kind.SEMANTIC,
            Duration.ofMillis(999),
            OptionalDouble.of(0.9999),
            OptionalDouble.of(0.020001));
    assertThat(CacheTexts.text(note)).isEqualTo("semantic; age=0; similarity=0.999; bound=0.0201");
    assertThat(CacheTexts.text(CacheControl.NONE.withMinSimilarity(0.85000001)))
        .isEqualTo("min-similarity=0.850001");
    assertThat(CacheTexts.text(CacheControl.NONE.withMaxAge(Duration.ofMillis(1_900))))
        .isEqualTo("max-age=1");
    assertThat(CacheTexts.text(CacheControl.NONE.withMinSimilarity(0.57)))
        .isEqualTo("min-similarity=0.57");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Exact",
        "exact; age=-1",
        "semantic; similarity=2",
        "hit",
        "exact; age=1; x=2",
        "exact;",
        "exact\n; age=1",
        "semantic; similarity=1.5"
      })
  void what_is_no_note_is_none(String text) {
    assertThat(CacheTexts.note(text)).isEmpty();
  }

  /**
   * Whatever comes over the wire: an answer or a refusal, and what was read is written the same.
   */
  @Test
  void any_text_is_read_or_refused_and_reading_what_was_written_changes_nothing() {
    Random random = new Random(7);
    String[] pieces = {
      "no-cache",
      "exact-only",
      "max-age",
      "min-similarity",
      "=",
      ",",
      ";",
      " ",
      "0.",
      "1",
      "60",
      "9999999999",
      "none",
      "semantic",
      "exact",
      "age=",
      "similarity=",
      "bound=",
      "é",
      "\u0000",
      "-"
    };
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder made = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        made.append(pieces[random.nextInt(pieces.length)]);
      }
      String text = made.toString();
      CacheControl lenient = CacheTexts.controlOrStricter(text);
      assertThat(CacheTexts.control(CacheTexts.text(lenient))).isEqualTo(lenient);
      try {
        assertThat(CacheTexts.control(text)).isEqualTo(lenient);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("(expected: ");
      }
      CacheTexts.note(text)
          .ifPresent(
              note ->
                  assertThat(CacheTexts.text(CacheTexts.note(CacheTexts.text(note)).orElseThrow()))
                      .isEqualTo(CacheTexts.text(note)));
    }
  }

  /** Two controls, and whichever a random answer: together they allow it when both do. */
  @Test
  void both_together_allow_what_each_allows() {
    Random random = new Random(11);
    for (int round = 0; round < ROUNDS; round++) {
      CacheControl one = control(random);
      CacheControl other = control(random);
      CacheNote note = note(random);
      assertThat(allows(one.and(other), note)).isEqualTo(allows(one, note) && allows(other, note));
    }
  }

  private static boolean allows(CacheControl control, CacheNote note) {
    return !control.noCache()
        && !(control.exactOnly() && note.kind() == CacheNote.Kind.SEMANTIC)
        && control.maxAge().map(age -> note.age().compareTo(age) <= 0).orElse(true)
        && !(control.minSimilarity().orElse(0) > note.similarity().orElse(1));
  }

  private static CacheControl control(Random random) {
    return new CacheControl(
        random.nextInt(4) == 0,
        random.nextInt(3) == 0,
        random.nextBoolean()
            ? Optional.of(Duration.ofSeconds(random.nextInt(9)))
            : Optional.empty(),
        random.nextBoolean() ? OptionalDouble.of(random.nextInt(9) / 8.0) : OptionalDouble.empty());
  }

  private static CacheNote note(Random random) {
    boolean semantic = random.nextBoolean();
    return new CacheNote(
        semantic ? CacheNote.Kind.SEMANTIC : CacheNote.Kind.EXACT,
        Duration.ofSeconds(random.nextInt(9)),
        semantic ? OptionalDouble.of(random.nextInt(9) / 8.0) : OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  private static CacheNote note(CacheNote.Kind kind, long millis) {
    return new CacheNote(
        kind, Duration.ofMillis(millis), OptionalDouble.empty(), OptionalDouble.empty());
  }
}

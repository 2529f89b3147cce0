package dev.edgewise.lab.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class QuestionBookTest {
  private final QuestionBook book = QuestionBook.shipped();

  @Test
  void every_kind_of_trap_occurs() {
    Random random = new Random(1);
    Set<Kind> seen = EnumSet.of(Kind.PARAPHRASE);
    for (int i = 0; i < 2_000; i++) {
      seen.add(book.trap(random).kind());
    }
    assertThat(seen).containsExactlyInAnyOrder(Kind.values());
  }

  @Test
  void no_two_meanings_have_a_question_in_common() {
    Random random = new Random(2);
    Map<String, Meaning> meanings = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      Meaning meaning = book.any(random);
      Meaning before = meanings.putIfAbsent(meaning.ask(random).toLowerCase(Locale.ROOT), meaning);
      assertThat(before == null || before.equals(meaning)).as("%s, %s", before, meaning).isTrue();
    }
  }

  @Test
  void a_trap_means_something_else_and_a_paraphrase_has_other_words() {
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      Meaning meaning = book.any(random);
      assertThat(meaning.trap(random).meaning()).isNotEqualTo(meaning);
      QuestionBook.Pair pair = book.paraphrase(random);
      assertThat(pair.first()).as("%s", pair).isNotEqualToIgnoringCase(pair.second());
    }
  }

  @Test
  void nothing_in_braces_is_left() {
    Random random = new Random(4);
    for (int i = 0; i < 5_000; i++) {
      assertThat(book.any(random).ask(random)).doesNotContain("{", "}", "~", "|");
    }
  }
}

package dev.edgewise.lab.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.serving.cache.semantic.guard.LexicalGuards;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Without an embedder: as if all questions lay near each other. */
final class GuardedQuestionsTest {
  private static final int PAIRS = 3_000;

  private final QuestionBook book = QuestionBook.shipped();

  private static boolean passes(QuestionBook.Pair pair) {
    return LexicalGuards.objection(
            LexicalGuards.read(pair.first()), LexicalGuards.read(pair.second()))
        .isEmpty();
  }

  @Test
  void no_trap_passes() {
    Random random = new Random(QuestionBook.REPORT);
    List<QuestionBook.Pair> passed = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      QuestionBook.Pair pair = book.trap(random);
      if (passes(pair)) {
        passed.add(pair);
      }
    }
    assertThat(passed).isEmpty();
  }

  @Test
  void most_paraphrases_pass() {
    Random random = new Random(QuestionBook.REPORT + 1);
    int passed = 0;
    for (int i = 0; i < PAIRS; i++) {
      passed += passes(book.paraphrase(random)) ? 1 : 0;
    }
    assertThat(passed).isGreaterThan(PAIRS * 4 / 5);
  }
}

package dev.edgewise.serving.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Sameness;
import dev.edgewise.core.SemanticRule;
import dev.edgewise.serving.cache.store.Key;
import java.nio.ByteBuffer;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SemanticPoolTest {
  private static final int DIMENSIONS = 384;
  private static final ByteBuffer ANSWER = ByteBuffer.allocate(0);
  private static final String QUESTION = "What is the capital of France?";
  private static final String SAME = "Can you tell me the capital of France?";

  private final Pools pools = new Pools("test", DIMENSIONS, 100, Runnable::run, new Random(1));
  private final QuestionPool pool = pools.open(rule(0.85));

  private static SemanticRule rule(double threshold) {
    return new SemanticRule(1, threshold, OptionalDouble.empty(), Sameness.EQUAL);
  }

  private static Key key(int number) {
    return Key.of(ByteBuffer.allocate(Key.SIZE).putInt(number).array());
  }

  /** A point whose cosine to that of 1 is this. */
  private static float[] at(double cosine) {
    float[] point = new float[DIMENSIONS];
    point[0] = (float) cosine;
    point[1] = (float) Math.sqrt(1 - cosine * cosine);
    return point;
  }

  @Test
  void serves_what_is_near_enough_and_nothing_below_the_threshold_or_the_callers_floor() {
    pool.add(key(1), QUESTION, ANSWER, at(1));
    assertThat(pool.find(SAME, at(0.86), 0))
        .isInstanceOfSatisfying(
            Found.Hit.class,
            hit -> {
              assertThat(hit.key()).isEqualTo(key(1));
              assertThat(hit.similarity()).isBetween(0.8599, 0.8601);
              assertThat(hit.bound()).isEmpty();
            });
    assertThat(pool.find(SAME, at(0.849), 0)).isInstanceOf(Found.Miss.class);
    assertThat(pool.find(SAME, at(0.86), 0.9)).isInstanceOf(Found.Miss.class);
    assertThat(pool.find(SAME, at(0.849), 0.5)).isInstanceOf(Found.Miss.class);
  }

  @Test
  void a_guard_names_itself() {
    pool.add(key(1), QUESTION, ANSWER, at(1));
    assertThat(pool.find("What is the capital of Spain?", at(0.99), 0))
        .isInstanceOfSatisfying(
            Found.Miss.class, miss -> assertThat(miss.why()).startsWith("names:"));
  }

  @Test
  void behind_a_near_question_that_a_guard_rejects_the_next_is_found() {
    pool.add(key(1), "What is the capital of Spain?", ANSWER, at(1));
    pool.add(key(2), QUESTION, ANSWER, at(0.98));
    assertThat(pool.find(SAME, at(1), 0))
        .isInstanceOfSatisfying(Found.Hit.class, hit -> assertThat(hit.key()).isEqualTo(key(2)));
  }

  @Test
  void a_removed_question_is_gone_and_its_place_used_again() {
    pool.add(key(1), QUESTION, ANSWER, at(1));
    pool.remove(key(1));
    assertThat(pool.find(SAME, at(1), 0)).isInstanceOf(Found.Miss.class);
    pool.add(key(2), QUESTION, ANSWER, at(1));
    assertThat(pool.find(SAME, at(1), 0)).isInstanceOf(Found.Hit.class);
    assertThat(pool.state().questions()).isEqualTo(1);
  }

  @Test
  void a_full_pool_forgets_its_oldest() {
    for (int i = 0; i < 150; i++) {
      pool.add(key(i), QUESTION, ANSWER, at(1));
    }
    assertThat(pool.state().questions()).isEqualTo(100);
  }

  @Test
  void about_one_hit_in_fifty_is_checked_and_the_rate_is_told_with_its_interval() {
    pool.add(key(1), QUESTION, ANSWER, at(1));
    int checked = 0;
    for (int i = 0; i < 5_000; i++) {
      Found found = pool.find(SAME, at(0.9), 0);
      if (found instanceof Found.Hit hit && hit.audit()) {
        checked++;
        pool.learn(key(1), 0.9, true, Check.AUDITED);
      }
    }
    assertThat(checked).isBetween(60, 145);
    PoolState state = pool.state();
    assertThat(state.hits()).isEqualTo(5_000);
    assertThat(state.judged()).isEqualTo(checked);
    assertThat(state.low()).isZero();
    assertThat(state.high()).isBetween(0.01, 0.1);
  }

  @Test
  void a_wrong_answer_is_not_served_again_for_what_is_no_nearer_even_after_a_restart() {
    pool.add(key(1), QUESTION, ANSWER, at(1));
    pool.learn(key(1), 0.9, false, Check.COMPLAINED);
    QuestionPool later = pools.open(rule(0.85), pool.save());
    later.add(key(1), QUESTION, ANSWER, at(1));
    assertThat(later.find(SAME, at(0.9), 0)).isInstanceOf(Found.Miss.class);
    assertThat(later.find(SAME, at(0.95), 0)).isInstanceOf(Found.Hit.class);
  }

  @Test
  void a_question_that_was_explored_and_means_the_same_is_not_kept_beside_the_other() {
    SemanticRule rule = new SemanticRule(1, 0.85, OptionalDouble.of(0.05), Sameness.EQUAL);
    QuestionPool closed = pools.open(rule);
    closed.add(key(1), QUESTION, ANSWER, at(1));
    for (int order = 0; order < 2; order++) {
      for (boolean right : new boolean[] {true, false}) {
        Found.Explore found = (Found.Explore) closed.find(SAME, at(0.9), 0);
        if (order == 0) {
          closed.add(key(2), SAME, ANSWER, at(0.9));
        }
        closed.learn(found.key(), found.similarity(), right, Check.EXPLORED);
        if (order == 1) {
          closed.add(key(2), SAME, ANSWER, at(0.9));
        }
        assertThat(closed.state().questions()).isEqualTo(right ? 1 : 2);
        closed.remove(key(2));
      }
    }
  }

  @Test
  void what_is_damaged_or_of_another_rule_counts_as_nothing() {
    pool.add(key(1), QUESTION, ANSWER, at(1));
    pool.find(SAME, at(0.9), 0);
    byte[] saved = pool.save();
    assertThat(pools.open(rule(0.85), saved).state().asked()).isEqualTo(1);
    assertThat(pools.open(rule(0.9), saved).state().asked()).isZero();
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      byte[] damaged = saved.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(pools.open(rule(0.85), damaged).state().asked()).isZero();
    }
    assertThat(pools.open(rule(0.85), java.util.Arrays.copyOf(saved, 20)).state().asked()).isZero();
  }

  @Test
  void the_start_line_says_what_such_a_threshold_did() {
    Pools known = new Pools("all-minilm-l6-v2-q", DIMENSIONS, 1, Runnable::run, new Random(1));
    assertThat(known.startLine(rule(0.85))).contains("0.85", "27.3 %", "30.1 %", "2.0 %");
    assertThat(pools.startLine(rule(0.85))).contains("nothing is known");
  }
}

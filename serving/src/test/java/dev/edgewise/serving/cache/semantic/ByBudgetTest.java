package dev.edgewise.serving.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.serving.cache.store.Key;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** An oracle whose error is known asks a pool's decider; everything is seeded. */
final class ByBudgetTest {
  private static final double FLOOR = 0.85;

  private static Key key(int number) {
    return Key.of(ByteBuffer.allocate(Key.SIZE).putInt(number).array());
  }

  /** A pool, what it is asked, and what came of it. */
  private static final class Story {
    final Random random;
    final ByBudget decider;
    final int entries;
    int hits;
    int wrong;

    Story(long seed, double budget, int entries) {
      random = new Random(seed);
      decider = new ByBudget(budget, FLOOR, new Random(seed + 1));
      this.entries = entries;
    }

    Story ask(int times, DoubleUnaryOperator wrongAt) {
      for (int i = 0; i < times; i++) {
        Key key = key(random.nextInt(entries));
        double similarity = FLOOR + (1 - FLOOR) * random.nextDouble();
        boolean right = random.nextDouble() >= wrongAt.applyAsDouble(similarity);
        Found found = decider.decide(key, similarity);
        if (found instanceof Found.Explore) {
          decider.learn(key, similarity, right, Check.EXPLORED);
        } else if (found instanceof Found.Hit hit) {
          hits++;
          wrong += right ? 0 : 1;
          if (hit.audit()) {
            decider.learn(key, similarity, right, Check.AUDITED);
          }
        }
      }
      return this;
    }
  }

  @Test
  void a_pool_whose_answers_are_wrong_more_often_than_the_budget_does_not_open() {
    int opened = 0;
    for (int seed = 0; seed < 400; seed++) {
      Story story = new Story(seed, 0.05, 1_000_000).ask(2_000, s -> 0.06);
      opened += story.hits > 0 ? 1 : 0;
    }
    // 5 % are allowed, 20; 31 would happen once in a hundred if it were so often.
    assertThat(opened).isLessThan(31);
  }

  @Test
  void it_opens_as_far_as_answers_are_right_and_the_realised_rate_is_within_the_budget() {
    int beyond = 0;
    int open = 0;
    long hits = 0;
    for (int seed = 0; seed < 200; seed++) {
      // From 0.92 on one in a hundred is wrong, below one in three.
      Story story = new Story(seed, 0.05, 1_000_000).ask(6_000, s -> s >= 0.92 ? 0.01 : 0.33);
      open += story.decider.threshold().isPresent() ? 1 : 0;
      hits += story.hits;
      beyond += Bounds.lower(story.wrong, story.hits, Bounds.ERROR) > 0.05 ? 1 : 0;
    }
    assertThat(open).isGreaterThan(180);
    assertThat(hits / 200).isGreaterThan(1_500);
    assertThat(beyond).isLessThanOrEqualTo(15);
  }

  @Test
  void after_a_drift_it_closes_and_says_why_and_opens_again_when_answers_are_right() {
    int closed = 0;
    int reopened = 0;
    long wrong = 0;
    for (int seed = 0; seed < 50; seed++) {
      Story story = new Story(seed, 0.05, 1_000_000).ask(4_000, s -> 0.005);
      assertThat(story.decider.threshold()).isPresent();
      int before = story.wrong;
      story.ask(1_000, s -> 0.5);
      wrong += story.wrong - before;
      closed += story.decider.threshold().isEmpty() ? 1 : 0;
      assertThat(story.decider.why()).contains("closed");
      story.ask(4_000, s -> 0.005);
      reopened += story.decider.threshold().isPresent() ? 1 : 0;
    }
    assertThat(closed).isEqualTo(50);
    assertThat(reopened).isGreaterThan(40);
    // One hit in fifty is checked before the first that is wrong, so some 50 go by; 500 would if
    // nobody looked.
    assertThat(wrong / 50).isLessThan(110);
  }

  @Test
  void single_entries_that_are_asked_often_serve_by_what_is_known_of_themselves() {
    // Half of the entries are always wrong below 0.97: no threshold of the pool is good before.
    Random random = new Random(5);
    ByBudget decider = new ByBudget(0.05, FLOOR, new Random(6));
    int hits = 0;
    int wrong = 0;
    for (int i = 0; i < 6_000; i++) {
      int entry = random.nextInt(40);
      double similarity = FLOOR + (1 - FLOOR) * random.nextDouble();
      boolean right = entry % 2 == 0 || similarity >= 0.97;
      Found found = decider.decide(key(entry), similarity);
      if (found instanceof Found.Hit hit) {
        hits++;
        wrong += right ? 0 : 1;
        if (hit.audit()) {
          decider.learn(key(entry), similarity, right, Check.AUDITED);
        }
      } else {
        decider.learn(key(entry), similarity, right, Check.EXPLORED);
      }
    }
    assertThat(decider.why()).contains("by what is known of single questions");
    assertThat(hits).isGreaterThan(1_500);
    assertThat((double) wrong / hits).isLessThan(0.05);
  }

  @Test
  void an_entry_that_is_right_in_four_of_five_never_serves_by_what_is_known_of_itself() {
    Random random = new Random(7);
    ByBudget decider = new ByBudget(0.05, FLOOR, new Random(8));
    int hits = 0;
    for (int i = 0; i < 4_000; i++) {
      Key key = key(random.nextInt(10));
      double similarity = FLOOR + (1 - FLOOR) * random.nextDouble();
      if (decider.decide(key, similarity) instanceof Found.Hit) {
        hits++;
      } else {
        decider.learn(key, similarity, random.nextDouble() < 0.8, Check.EXPLORED);
      }
    }
    assertThat(hits).isLessThan(40);
  }

  @Test
  void what_was_learned_outlives_a_restart() throws Ledger.Broken {
    Story story = new Story(3, 0.05, 500).ask(4_000, s -> s >= 0.9 ? 0.01 : 0.4);
    Ledger.Writer out = new Ledger.Writer();
    story.decider.save(out);
    ByBudget restored = new ByBudget(0.05, FLOOR, new Random(1));
    restored.load(new Ledger.Reader(out.done()));
    assertThat(restored.why()).isEqualTo(story.decider.why());
    assertThat(restored.threshold()).isEqualTo(story.decider.threshold()).isPresent();
    for (int i = 0; i < 500; i++) {
      double similarity = FLOOR + 0.15 * i / 500;
      assertThat(restored.decide(key(i), similarity).getClass())
          .isEqualTo(story.decider.decide(key(i), similarity).getClass());
    }
  }

  @Test
  void a_complaint_keeps_an_entry_from_what_is_no_nearer() {
    Story story = new Story(4, 0.05, 1_000_000).ask(4_000, s -> 0.0);
    Key key = key(2_000_000);
    assertThat(story.decider.decide(key, 0.95)).isInstanceOf(Found.Hit.class);
    story.decider.learn(key, 0.95, false, Check.COMPLAINED);
    assertThat(story.decider.decide(key, 0.95)).isInstanceOf(Found.Explore.class);
    assertThat(story.decider.decide(key, 0.96)).isInstanceOf(Found.Hit.class);
  }
}

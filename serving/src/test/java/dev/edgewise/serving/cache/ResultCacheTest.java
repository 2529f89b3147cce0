package dev.edgewise.serving.cache;

import static dev.edgewise.serving.cache.Rig.EXACTLY;
import static dev.edgewise.serving.cache.Rig.SIMILARLY;
import static dev.edgewise.serving.cache.Rig.words;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.CacheNote;
import dev.edgewise.core.CacheRule;
import dev.edgewise.sdk.spi.CallCaching.Answer;
import dev.edgewise.sdk.spi.CallCaching.Question;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.serving.cache.Rig.Who;
import dev.edgewise.serving.cache.semantic.Check;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class ResultCacheTest {
  private static final CacheControl NO_CACHE =
      new CacheControl(true, false, Optional.empty(), OptionalDouble.empty());
  private static final CacheControl EXACT_ONLY =
      new CacheControl(false, true, Optional.empty(), OptionalDouble.empty());

  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  private static CacheControl maxAge(Duration age) {
    return new CacheControl(false, false, Optional.of(age), OptionalDouble.empty());
  }

  @Test
  void what_was_asked_before_is_answered_with_what_was_answered_then() throws Exception {
    Answer first = rig.ask(EXACTLY, "warm?");
    rig.sleep(Duration.ofSeconds(12));
    Answer second = rig.ask(EXACTLY, "warm?");
    assertThat(words(first)).isEqualTo("answer 1");
    assertThat(first.note()).isEqualTo(CacheNote.NONE);
    assertThat(words(second)).isEqualTo("answer 1");
    assertThat(second.note().kind()).isEqualTo(CacheNote.Kind.EXACT);
    assertThat(second.note().age()).isEqualTo(Duration.ofSeconds(12));
    assertThat(words(rig.ask(EXACTLY, "cold?"))).isEqualTo("answer 2");
  }

  @Test
  void an_answer_is_good_for_as_long_as_its_rule_says() throws Exception {
    rig.ask(EXACTLY, "warm?");
    rig.sleep(Duration.ofMinutes(59));
    assertThat(words(rig.ask(EXACTLY, "warm?"))).isEqualTo("answer 1");
    rig.sleep(Duration.ofMinutes(1));
    assertThat(words(rig.ask(EXACTLY, "warm?"))).isEqualTo("answer 2");
    // A rule that has become shorter counts at once.
    rig.sleep(Duration.ofMinutes(2));
    CacheRule shorter = new CacheRule(Duration.ofMinutes(1), Optional.empty());
    assertThat(words(rig.ask(shorter, "warm?"))).isEqualTo("answer 3");
  }

  @ParameterizedTest
  @EnumSource(Label.class)
  void only_public_and_internal_answers_may_leave_the_node(Label label) throws Exception {
    try (Rig far = Rig.far()) {
      Who who = new Who("", label, CacheControl.NONE);
      far.ask(SIMILARLY, "is it warm", who, far.counting());
      assertThat(far.memory.size()).isEqualTo(1);
      assertThat(far.disk.size()).isEqualTo(1);
      assertThat(far.shared.size())
          .isEqualTo(label == Label.PUBLIC || label == Label.INTERNAL ? 1 : 0);
      // Nor is it looked for there, which would tell others that it was asked.
      far.shared.entries.putAll(far.disk.entries);
      far.memory.entries.clear();
      far.disk.entries.clear();
      assertThat(words(far.ask(SIMILARLY, "is it warm", who, far.counting())))
          .isEqualTo(label == Label.PUBLIC || label == Label.INTERNAL ? "answer 1" : "answer 2");
    }
  }

  @Test
  void tenants_labels_and_producers_share_nothing_neither_exactly_nor_alike() throws Exception {
    List<Who> all = new ArrayList<>();
    for (String tenant : List.of("", "a", "b")) {
      for (Label label : Label.values()) {
        all.add(new Who(tenant, label, CacheControl.NONE));
      }
    }
    for (CacheRule rule : List.of(EXACTLY, SIMILARLY)) {
      int before = rig.runs.get();
      for (Who who : all) {
        rig.ask(rule, rule + "?", who, rig.counting());
        rig.ask(rule, rule + "!", who, rig.counting());
      }
      // A question that only means alike is answered alike: once for each of them.
      assertThat(rig.runs.get() - before).isEqualTo(all.size() * (rule.equals(SIMILARLY) ? 1 : 2));
    }
    int before = rig.runs.get();
    Message request = Rig.question(EXACTLY, EXACTLY + "?", 5).request();
    rig.cache.call(
        new Question("s/m|2", EXACTLY, request), rig.context(all.get(0), "x"), rig.counting());
    assertThat(rig.runs.get()).isEqualTo(before + 1);
  }

  @Test
  void a_hundred_identical_calls_run_once_whatever_their_rule() throws Exception {
    for (CacheRule rule : List.of(EXACTLY, SIMILARLY)) {
      int before = rig.runs.get();
      CountDownLatch go = new CountDownLatch(1);
      try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          String decision = rule.semantic().isPresent() + " " + i;
          calls.add(
              callers.submit(
                  (Callable<Answer>)
                      () ->
                          rig.cache.call(
                              Rig.question(rule, "once " + rule, 5),
                              rig.context(Who.ANYBODY, decision),
                              context -> {
                                go.await();
                                return rig.counting().run(context);
                              })));
        }
        go.countDown();
        String expected = "answer " + (before + 1);
        for (Future<Answer> call : calls) {
          assertThat(words(call.get())).isEqualTo(expected);
        }
      }
      assertThat(rig.runs).hasValue(before + 1);
    }
  }

  @Test
  void a_run_that_ends_while_another_call_looks_is_not_missed() throws Exception {
    rig.memory.afterNextGet.set(
        () -> {
          try {
            rig.ask(EXACTLY, "warm?");
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    assertThat(words(rig.ask(EXACTLY, "warm?"))).isEqualTo("answer 1");
    assertThat(rig.runs).hasValue(1);
  }

  @Test
  void a_failure_is_its_callers_own_and_is_not_kept() throws Exception {
    IOException broken = new IOException("broken");
    assertThatThrownBy(
            () ->
                rig.ask(
                    EXACTLY,
                    "warm?",
                    Who.ANYBODY,
                    context -> {
                      throw broken;
                    }))
        .isSameAs(broken);
    assertThatThrownBy(
            () ->
                rig.ask(
                    SIMILARLY,
                    "warm?",
                    Who.ANYBODY,
                    context -> {
                      throw new StackOverflowError("deep");
                    }))
        .isInstanceOf(StackOverflowError.class);
    assertThat(rig.memory.entries).isEmpty();
    assertThat(words(rig.ask(EXACTLY, "warm?"))).isEqualTo("answer 1");
  }

  @Test
  void callers_say_what_they_take() throws Exception {
    rig.ask(SIMILARLY, "is it warm");
    rig.sleep(Duration.ofSeconds(60));
    Answer fresh = rig.ask(SIMILARLY, "is it warm", Who.ANYBODY.asking(NO_CACHE), rig.counting());
    assertThat(words(fresh)).isEqualTo("answer 2");
    assertThat(fresh.note()).isEqualTo(CacheNote.NONE);
    // It was kept all the same.
    rig.sleep(Duration.ofSeconds(60));
    assertThat(words(rig.ask(SIMILARLY, "is it warm"))).isEqualTo("answer 2");
    assertThat(
            words(
                rig.ask(
                    SIMILARLY,
                    "is it warm",
                    Who.ANYBODY.asking(maxAge(Duration.ofSeconds(60))),
                    rig.counting())))
        .isEqualTo("answer 2");
    assertThat(
            words(
                rig.ask(
                    SIMILARLY,
                    "is it warm",
                    Who.ANYBODY.asking(maxAge(Duration.ofSeconds(59))),
                    rig.counting())))
        .isEqualTo("answer 3");
    assertThat(
            words(
                rig.ask(SIMILARLY, "is it warm?!", Who.ANYBODY.asking(EXACT_ONLY), rig.counting())))
        .isEqualTo("answer 4");
    CacheControl picky =
        new CacheControl(false, false, Optional.empty(), OptionalDouble.of(0.9999));
    assertThat(
            words(rig.ask(SIMILARLY, "is it warm now", Who.ANYBODY.asking(picky), rig.counting())))
        .isEqualTo("answer 5");
  }

  @Test
  void what_means_alike_is_answered_with_its_similarity_and_bound() throws Exception {
    rig.ask(SIMILARLY, "is it warm");
    rig.sleep(Duration.ofSeconds(3));
    Answer answer = rig.ask(SIMILARLY, "warm is it");
    assertThat(words(answer)).isEqualTo("answer 1");
    assertThat(answer.note().kind()).isEqualTo(CacheNote.Kind.SEMANTIC);
    assertThat(answer.note().age()).isEqualTo(Duration.ofSeconds(3));
    assertThat(answer.note().similarity().orElseThrow()).isGreaterThan(0.99);
    assertThat(answer.note().bound()).hasValue(0.02);
    // Of other parameters nothing is served, however near the text.
    Answer other =
        rig.cache.call(
            Rig.question(SIMILARLY, "warm is it", 6),
            rig.context(Who.ANYBODY, "x"),
            rig.counting());
    assertThat(words(other)).isEqualTo("answer 2");
  }

  @Test
  void a_point_is_made_once_for_a_call_and_none_for_an_exact_hit() throws Exception {
    rig.ask(SIMILARLY, "is it warm");
    assertThat(rig.embedder.texts).hasValue(1);
    rig.ask(SIMILARLY, "is it warm");
    assertThat(rig.embedder.texts).hasValue(1);
    rig.ask(SIMILARLY, "warm is it");
    assertThat(rig.embedder.texts).hasValue(2);
  }

  @Test
  void when_an_embedder_pool_or_store_fails_calls_do_not() throws Exception {
    rig.embedder.broken = true;
    assertThat(words(rig.ask(SIMILARLY, "a"))).isEqualTo("answer 1");
    rig.embedder.broken = false;
    rig.ask(SIMILARLY, "is it warm");
    rig.pools.forEach(pool -> pool.broken = true);
    assertThat(words(rig.ask(SIMILARLY, "warm is it"))).isEqualTo("answer 3");
    rig.memory.broken = true;
    assertThat(words(rig.ask(SIMILARLY, "is it warm"))).isEqualTo("answer 4");
    assertThat(words(rig.ask(EXACTLY, "is it warm"))).isEqualTo("answer 5");
    assertThat(rig.cache.report().faults()).isPositive();
  }

  @Test
  void an_explored_question_runs_and_teaches_its_pool() throws Exception {
    rig.does = FakePool.Does.EXPLORE;
    rig.ask(SIMILARLY, "is it warm", Who.ANYBODY, rig.saying("It is."));
    Answer answer = rig.ask(SIMILARLY, "warm is it", Who.ANYBODY, rig.saying("it is"));
    assertThat(answer.note()).isEqualTo(CacheNote.NONE);
    rig.ask(SIMILARLY, "it is warm", Who.ANYBODY, rig.saying("No."));
    assertThat(rig.learned()).extracting(FakePool.Learned::right).containsExactly(true, false);
    assertThat(rig.learned()).extracting(FakePool.Learned::check).containsOnly(Check.EXPLORED);
    assertThat(rig.runs).hasValue(3);
  }

  @Test
  void an_audited_hit_is_answered_at_once_and_computed_beside_it() throws Exception {
    rig.does = FakePool.Does.AUDIT;
    rig.ask(SIMILARLY, "is it warm", Who.ANYBODY, rig.saying("It is."));
    Answer served = rig.ask(SIMILARLY, "warm is it", Who.ANYBODY, rig.saying("No!"));
    assertThat(words(served)).contains("It is.");
    assertThat(rig.runs).hasValue(2);
    assertThat(rig.learned()).extracting(FakePool.Learned::right).containsExactly(false);
    assertThat(rig.learned().get(0).check()).isEqualTo(Check.AUDITED);
    // What was computed is worth keeping: the same question is answered right from now on.
    assertThat(words(rig.ask(SIMILARLY, "warm is it"))).contains("No!");
  }

  @Test
  void what_an_audited_body_calls_is_computed_too() throws Exception {
    rig.does = FakePool.Does.AUDIT;
    List<Boolean> asked = new ArrayList<>();
    for (String text : List.of("is it warm", "warm is it")) {
      rig.ask(
          SIMILARLY,
          text,
          Who.ANYBODY,
          context -> {
            asked.add(context.cacheControl().noCache());
            return Message.EMPTY;
          });
    }
    assertThat(asked).containsExactly(false, true);
  }

  @Test
  void a_busy_node_audits_nothing_and_counts_that() throws Exception {
    rig.does = FakePool.Does.AUDIT;
    rig.busy = true;
    rig.ask(SIMILARLY, "is it warm");
    rig.ask(SIMILARLY, "warm is it");
    assertThat(rig.runs).hasValue(1);
    assertThat(rig.learned()).isEmpty();
    assertThat(rig.parts.shadows().dropped()).isEqualTo(1);
  }

  @Test
  void an_audit_that_fails_teaches_nothing() throws Exception {
    rig.does = FakePool.Does.AUDIT;
    rig.ask(SIMILARLY, "is it warm");
    rig.ask(
        SIMILARLY,
        "warm is it",
        Who.ANYBODY,
        context -> {
          throw new IllegalStateException("broken");
        });
    assertThat(rig.learned()).isEmpty();
  }

  @Test
  void a_question_whose_answer_has_gone_is_forgotten_and_the_next_one_looked_at() throws Exception {
    rig.ask(SIMILARLY, "is it warm");
    rig.ask(SIMILARLY, "xylophone music");
    rig.memory.entries.clear();
    assertThat(words(rig.ask(SIMILARLY, "warm is it"))).isEqualTo("answer 3");
    assertThat(rig.pools).hasSize(1);
    // The one that was looked for has gone; the other nobody has missed yet.
    assertThat(rig.pools.get(0).size()).isEqualTo(2);
  }

  @Test
  void a_wrong_answer_goes_and_teaches_and_is_complained_of_once() throws Exception {
    rig.ask(SIMILARLY, "is it warm");
    rig.ask(SIMILARLY, "warm is it");
    String decision = rig.lastDecision();
    assertThat(rig.cache.wrong(decision)).isTrue();
    assertThat(rig.cache.wrong(decision)).isFalse();
    assertThat(rig.learned()).extracting(FakePool.Learned::right).containsExactly(false);
    assertThat(rig.learned().get(0).check()).isEqualTo(Check.COMPLAINED);
    assertThat(rig.memory.entries).isEmpty();
    assertThat(words(rig.ask(SIMILARLY, "warm is it"))).isEqualTo("answer 2");
    assertThat(rig.cache.wrong("nobody's")).isFalse();
  }

  @Test
  void a_wrong_exact_answer_goes_too() throws Exception {
    rig.ask(EXACTLY, "warm?");
    rig.ask(EXACTLY, "warm?");
    assertThat(rig.cache.wrong(rig.lastDecision())).isTrue();
    assertThat(words(rig.ask(EXACTLY, "warm?"))).isEqualTo("answer 2");
  }

  @Test
  void what_is_far_is_found_and_brought_near() throws Exception {
    try (Rig far = Rig.far()) {
      far.ask(EXACTLY, "warm?");
      far.memory.entries.clear();
      far.disk.entries.clear();
      assertThat(words(far.ask(EXACTLY, "warm?"))).isEqualTo("answer 1");
      int gets = far.shared.gets;
      assertThat(words(far.ask(EXACTLY, "warm?"))).isEqualTo("answer 1");
      assertThat(far.shared.gets).isEqualTo(gets);
    }
  }

  @Test
  void large_answers_are_kept_as_they_are() throws Exception {
    byte[] large = new byte[3 << 20];
    large[77] = 7;
    rig.ask(EXACTLY, "large", Who.ANYBODY, context -> Message.of(large));
    Answer again =
        rig.ask(EXACTLY, "large", Who.ANYBODY, context -> Message.of("never".getBytes(UTF_8)));
    assertThat(again.message().bytes()).isEqualTo(large);
  }
}

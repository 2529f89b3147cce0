package dev.edgewise.agent.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.serve.Capacity;
import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.CacheNote;
import dev.edgewise.core.CacheRule;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls over sockets whose answers are kept. */
@Timeout(120)
final class KeptAnswersTest {
  private static final CacheRule HOUR = new CacheRule(Duration.ofHours(1), Optional.empty());
  private static final Capacity MANY = new Capacity(4, 200, 500, 64 * 1024 * 1024, 1 << 28);

  private final AtomicInteger runs = new AtomicInteger();
  private int decisions;

  private FakeService counting() {
    return new FakeService()
        .keeping(
            HOUR,
            "count",
            (request, context) ->
                (new String(request, UTF_8) + runs.incrementAndGet()).getBytes(UTF_8))
        .on("plain", (request, context) -> request);
  }

  private Rig.Sent ask(Rig rig, String method, String tenant, Label label, CacheControl control) {
    return Rig.send(
        rig.link,
        new Request(
            FakeService.NAME + "/" + method,
            Message.of("n".getBytes(UTF_8)),
            Rig.LONG,
            label,
            "decision-" + ++decisions,
            TraceContext.begin(new Random(1)),
            tenant,
            control));
  }

  private static Reply.Answered answered(Rig.Sent sent) {
    Reply reply = sent.await();
    assertThat(reply).isInstanceOf(Reply.Answered.class);
    return (Reply.Answered) reply;
  }

  private static String words(Reply.Answered reply) {
    return new String(reply.body().bytes(), UTF_8);
  }

  @Test
  void a_second_call_is_answered_with_the_first_ones_answer_and_says_so() throws Exception {
    try (Rig rig = Rig.of(counting())) {
      Reply.Answered first = answered(ask(rig, "count", "", Label.PUBLIC, CacheControl.NONE));
      Reply.Answered second = answered(ask(rig, "count", "", Label.PUBLIC, CacheControl.NONE));
      assertThat(words(first)).isEqualTo("n1");
      assertThat(words(second)).isEqualTo("n1");
      assertThat(first.cache()).contains(CacheNote.NONE);
      assertThat(second.cache().orElseThrow().kind()).isEqualTo(CacheNote.Kind.EXACT);
      assertThat(second.report()).isPresent();
      // Of a method whose answers are not kept nothing is said.
      assertThat(answered(ask(rig, "plain", "", Label.PUBLIC, CacheControl.NONE)).cache())
          .isEmpty();
    }
  }

  @Test
  void a_hundred_identical_calls_at_the_same_time_run_once() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    FakeService service =
        new FakeService()
            .keeping(
                HOUR,
                "count",
                (request, context) -> {
                  go.await();
                  return new byte[] {(byte) runs.incrementAndGet()};
                });
    try (Rig rig = Rig.of(service, new Capacity(100, 8, 500, 64 * 1024 * 1024, 1 << 28))) {
      List<Rig.Sent> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(ask(rig, "count", "", Label.PUBLIC, CacheControl.NONE));
      }
      while (rig.caching.waiting() < 100) {
        Thread.onSpinWait();
      }
      go.countDown();
      for (Rig.Sent each : all) {
        assertThat(answered(each).body().bytes()).containsExactly(1);
      }
      assertThat(runs).hasValue(1);
    }
  }

  @Test
  void when_that_one_run_fails_all_fail_and_nothing_is_kept() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    FakeService service =
        new FakeService()
            .keeping(
                HOUR,
                "count",
                (request, context) -> {
                  if (runs.incrementAndGet() == 1) {
                    go.await();
                    throw new IllegalStateException("broken");
                  }
                  return new byte[] {7};
                });
    try (Rig rig = Rig.of(service, new Capacity(100, 8, 500, 64 * 1024 * 1024, 1 << 28))) {
      List<Rig.Sent> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        all.add(ask(rig, "count", "", Label.PUBLIC, CacheControl.NONE));
      }
      while (rig.caching.waiting() < 50) {
        Thread.onSpinWait();
      }
      go.countDown();
      for (Rig.Sent each : all) {
        Reply reply = each.await();
        assertThat(reply).isInstanceOf(Reply.Failed.class);
        assertThat(((Reply.Failed) reply).code()).isEqualTo(ErrorCode.BODY_FAILED);
      }
      assertThat(runs).hasValue(1);
      Reply.Answered next = answered(ask(rig, "count", "", Label.PUBLIC, CacheControl.NONE));
      assertThat(next.body().bytes()).containsExactly(7);
      assertThat(next.cache()).contains(CacheNote.NONE);
    }
  }

  @Test
  void a_first_caller_that_goes_does_not_take_the_others_answer_with_it() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    FakeService service =
        new FakeService()
            .keeping(
                HOUR,
                "count",
                (request, context) -> {
                  runs.incrementAndGet();
                  begun.countDown();
                  go.await();
                  return new byte[] {(byte) (context.isCancelled() ? 0 : 1)};
                });
    try (Rig rig = Rig.of(service, MANY)) {
      Rig.Sent first = ask(rig, "count", "", Label.PUBLIC, CacheControl.NONE);
      begun.await();
      Rig.Sent second = ask(rig, "count", "", Label.PUBLIC, CacheControl.NONE);
      while (rig.caching.waiting() < 2) {
        Thread.onSpinWait();
      }
      first.exchange().cancel();
      assertThat(first.await()).isInstanceOf(Reply.Lost.class);
      go.countDown();
      assertThat(answered(second).body().bytes()).containsExactly(1);
      assertThat(runs).hasValue(1);
    }
  }

  @Test
  void tenants_and_labels_share_nothing() throws Exception {
    try (Rig rig = Rig.of(counting())) {
      int expected = 0;
      for (String tenant : List.of("", "a", "b")) {
        for (Label label : Label.values()) {
          expected++;
          for (int twice = 0; twice < 2; twice++) {
            assertThat(words(answered(ask(rig, "count", tenant, label, CacheControl.NONE))))
                .isEqualTo("n" + expected);
          }
        }
      }
    }
  }

  @Test
  void callers_say_what_they_take_and_what_was_wrong() throws Exception {
    try (Rig rig = Rig.of(counting())) {
      ask(rig, "count", "", Label.PUBLIC, CacheControl.NONE).answer();
      Reply.Answered fresh =
          answered(ask(rig, "count", "", Label.PUBLIC, CacheControl.NONE.withNoCache()));
      assertThat(words(fresh)).isEqualTo("n2");
      assertThat(words(answered(ask(rig, "count", "", Label.PUBLIC, CacheControl.NONE))))
          .isEqualTo("n2");
      assertThat(wrong(rig, "decision-" + decisions)).isTrue();
      assertThat(wrong(rig, "decision-" + decisions)).isFalse();
      assertThat(wrong(rig, "nobody's")).isFalse();
      assertThat(words(answered(ask(rig, "count", "", Label.PUBLIC, CacheControl.NONE))))
          .isEqualTo("n3");
    }
  }

  private static boolean wrong(Rig rig, String decision) {
    CompletableFuture<Boolean> known = new CompletableFuture<>();
    rig.link.wrong(decision, Rig.LONG, known::complete);
    return known.join();
  }

  @Test
  void a_tenant_that_is_no_name_is_refused_and_not_taken_for_nobody() throws Exception {
    try (Rig rig = Rig.of(counting())) {
      Reply reply = ask(rig, "count", "not a name!", Label.PUBLIC, CacheControl.NONE).await();
      assertThat(reply).isInstanceOf(Reply.Failed.class);
      assertThat(((Reply.Failed) reply).code()).isEqualTo(ErrorCode.BAD_REQUEST);
      assertThat(((Reply.Failed) reply).detail()).contains("edgewise-tenant");
      assertThat(runs).hasValue(0);
    }
  }
}

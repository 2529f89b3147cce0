package dev.edgewise.agent.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.serve.Capacity;
import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Health;
import dev.edgewise.core.Load;
import dev.edgewise.core.Trust;
import dev.edgewise.sdk.host.FaultThrown;
import dev.edgewise.sdk.link.Described;
import dev.edgewise.sdk.link.FaultMessage;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class AgentServerTest {
  private static final byte[] EMPTY = new byte[0];

  private static FakeService echo() {
    return new FakeService().on("echo", (request, context) -> request);
  }

  private static Reply.NotRun notRun(Rig.Sent sent) {
    Reply reply = sent.await();
    assertThat(reply).isInstanceOf(Reply.NotRun.class);
    return (Reply.NotRun) reply;
  }

  private static Reply.Failed failed(Rig.Sent sent) {
    Reply reply = sent.await();
    assertThat(reply).isInstanceOf(Reply.Failed.class);
    return (Reply.Failed) reply;
  }

  @Test
  void a_call_is_answered_with_bytes_and_a_report() throws Exception {
    try (Rig rig = Rig.of(echo())) {
      Reply reply = rig.send("echo", "hello".getBytes(UTF_8)).await();
      assertThat(reply).isInstanceOf(Reply.Answered.class);
      Reply.Answered answered = (Reply.Answered) reply;
      assertThat(answered.body().bytes()).isEqualTo("hello".getBytes(UTF_8));
      CallReport report = answered.report().orElseThrow();
      assertThat(report.load().slots()).isEqualTo(2);
      assertThat(report.load().inFlight()).isZero();
      assertThat(report.load().epoch()).isEqualTo(42);
    }
  }

  @Test
  void the_body_sees_who_calls_and_how_long_there_is() throws Exception {
    CompletableFuture<CallContext> seen = new CompletableFuture<>();
    FakeService service =
        new FakeService()
            .on(
                "look",
                Label.INTERNAL,
                (request, context) -> {
                  seen.complete(context);
                  return request;
                });
    try (Rig rig = Rig.of(service)) {
      rig.send("look", EMPTY).answer();
    }
    CallContext context = seen.join();
    assertThat(context.decisionId()).isEqualTo("d-1");
    // The method's own label is the least, whatever the caller says.
    assertThat(context.label()).isEqualTo(Label.INTERNAL);
    assertThat(context.timeLeft()).isBetween(Duration.ofSeconds(1), Rig.LONG);
    assertThat(context.method()).isEqualTo("test.v1.Fake/look");
  }

  @Test
  void a_body_that_throws_tells_where_to_look_and_keeps_its_text() throws Exception {
    FakeService service =
        new FakeService()
            .on(
                "fail",
                (request, context) -> {
                  throw new IllegalStateException("the secret of the payload");
                });
    try (Rig rig = Rig.of(service)) {
      Reply.Failed failed = failed(rig.send("fail", EMPTY));
      assertThat(failed.code()).isEqualTo(ErrorCode.BODY_FAILED);
      assertThat(failed.detail())
          .isEqualTo("test.v1.Fake/fail failed; the log of n1 tells more under d-1.");
      assertThat(failed.report()).isPresent();
    }
  }

  @Test
  void in_development_its_text_travels() throws Exception {
    FakeService service =
        new FakeService()
            .on(
                "fail",
                (request, context) -> {
                  throw new IllegalStateException("no row 7");
                });
    try (Rig rig = Rig.with(service).inDevelopment().start()) {
      assertThat(failed(rig.send("fail", EMPTY)).detail())
          .contains("java.lang.IllegalStateException: no row 7")
          .contains("the log of n1 tells more under d-1");
    }
  }

  @Test
  void the_largest_declared_exception_arrives_with_its_words_and_its_fields() throws Exception {
    byte[] fields = new byte[FaultMessage.MAX_BYTES];
    fields[7] = 7;
    FakeService service =
        new FakeService()
            .on(
                "refuse",
                (request, context) -> {
                  throw new FaultThrown(
                      new FaultMessage("test.v1.NoSuchDoor", Message.of(fields)),
                      "keine Tür ".repeat(1_000));
                });
    try (Rig rig = Rig.of(service)) {
      Reply.Failed failed = failed(rig.send("refuse", EMPTY));
      assertThat(failed.code()).isEqualTo(ErrorCode.FAULT);
      assertThat(failed.detail()).startsWith("keine Tür");
      assertThat(failed.report()).isPresent();
      assertThat(failed.fault().orElseThrow().messageName()).isEqualTo("test.v1.NoSuchDoor");
      assertThat(failed.fault().orElseThrow().body().bytes()).isEqualTo(fields);
    }
  }

  @Test
  void even_an_error_gives_the_slot_back() throws Exception {
    FakeService service =
        new FakeService()
            .on(
                "fail",
                (request, context) -> {
                  throw new OutOfMemoryError("pretended");
                })
            .on("echo", (request, context) -> request);
    try (Rig rig = Rig.of(service, new Capacity(1, 0, 10, 1_000, 1 << 28))) {
      for (int i = 0; i < 3; i++) {
        assertThat(failed(rig.send("fail", EMPTY)).code()).isEqualTo(ErrorCode.BODY_FAILED);
      }
      assertThat(rig.admission.load().inFlight()).isZero();
    }
  }

  @Test
  void an_unknown_method_is_refused_with_what_is_offered() throws Exception {
    try (Rig rig = Rig.of(echo())) {
      Reply.NotRun refused = notRun(rig.send("ecko", EMPTY));
      assertThat(refused.code()).isEqualTo(ErrorCode.UNKNOWN_METHOD);
      assertThat(refused.detail()).contains("test.v1.Fake/ecko").contains("test.v1.Fake/echo");
    }
  }

  @Test
  void what_does_not_fit_is_refused_at_once_without_running_and_the_rest_runs_in_order()
      throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    List<Integer> order = new ArrayList<>();
    FakeService service =
        new FakeService()
            .on(
                "wait",
                (request, context) -> {
                  gate.await();
                  order.add((int) request[0]);
                  return request;
                });
    try (Rig rig = Rig.of(service, new Capacity(1, 3, 500, 1 << 20, 1 << 28))) {
      List<Rig.Sent> all = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        all.add(rig.send("wait", new byte[] {(byte) (i % 100)}));
        // Whose request is whole first is first in line; HTTP/2 does not keep order between calls.
        while (i < 4 && rig.admission.load().inFlight() + rig.admission.load().queued() <= i) {
          Thread.onSpinWait();
        }
      }
      // All refusals come while the body is still stuck.
      List<Rig.Sent> refused = all.subList(4, 400);
      for (Rig.Sent sent : refused) {
        Reply.NotRun reply = notRun(sent);
        assertThat(reply.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(reply.load()).isPresent();
      }
      assertThat(rig.admission.load().queued()).isEqualTo(3);
      gate.countDown();
      for (Rig.Sent sent : all.subList(0, 4)) {
        sent.answer();
      }
      assertThat(order).containsExactly(0, 1, 2, 3);
      assertThat(rig.send("wait", new byte[] {9}).answer()).containsExactly(9);
    }
  }

  @Test
  void probes_are_answered_while_all_bodies_are_stuck() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    FakeService service =
        new FakeService()
            .on(
                "wait",
                (request, context) -> {
                  gate.await();
                  return request;
                });
    try (Rig rig = Rig.of(service, new Capacity(2, 4, 500, 1 << 20, 1 << 28))) {
      List<Rig.Sent> stuck = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        stuck.add(rig.send("wait", EMPTY));
      }
      notRun(rig.send("wait", EMPTY));
      CompletableFuture<Optional<Load>> load = new CompletableFuture<>();
      rig.link.probe(Rig.LONG, load::complete);
      assertThat(load.orTimeout(60, TimeUnit.SECONDS).join())
          .hasValueSatisfying(
              seen -> {
                assertThat(seen.inFlight()).isEqualTo(2);
                assertThat(seen.queued()).isEqualTo(4);
              });
      gate.countDown();
      stuck.forEach(Rig.Sent::answer);
    }
  }

  @Test
  void a_call_whose_time_is_over_while_it_waits_never_runs() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger ran = new AtomicInteger();
    FakeService service =
        new FakeService()
            .on(
                "wait",
                (request, context) -> {
                  ran.incrementAndGet();
                  gate.await();
                  return request;
                });
    try (Rig rig = Rig.of(service, new Capacity(1, 4, 500, 1 << 20, 1 << 28))) {
      Rig.Sent running = rig.send("wait", EMPTY);
      Rig.Sent expiring = rig.send("wait", EMPTY, Duration.ofMillis(200));
      Rig.Sent patient = rig.send("wait", EMPTY);
      assertThat(expiring.await()).isInstanceOf(Reply.Expired.class);
      gate.countDown();
      running.answer();
      patient.answer();
      assertThat(ran).hasValue(2);
    }
  }

  @Test
  void a_cancelled_call_interrupts_its_body_and_its_context_says_so() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    FakeService service =
        new FakeService()
            .on(
                "wait",
                (request, context) -> {
                  started.countDown();
                  try {
                    new CountDownLatch(1).await();
                    return request;
                  } catch (InterruptedException e) {
                    cancelled.complete(context.isCancelled());
                    throw e;
                  }
                });
    try (Rig rig = Rig.of(service)) {
      Rig.Sent sent = rig.send("wait", EMPTY);
      assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
      sent.exchange().cancel();
      assertThat(cancelled.orTimeout(60, TimeUnit.SECONDS).join()).isTrue();
      assertThat(sent.await()).isInstanceOf(Reply.Lost.class);
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
    }
  }

  @Test
  void a_label_that_the_site_may_not_see_is_refused_and_nothing_runs() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    FakeService service =
        new FakeService()
            .on(
                "count",
                (request, context) -> {
                  ran.incrementAndGet();
                  return request;
                })
            .on("secret", Label.CONFIDENTIAL, (request, context) -> request);
    try (Rig rig = Rig.with(service).node(Rig.node(Tier.CLOUD, Trust.SHARED)).start()) {
      Reply.NotRun refused = notRun(rig.send("count", Label.INTERNAL));
      assertThat(refused.code()).isEqualTo(ErrorCode.LABEL_REFUSED);
      assertThat(refused.detail()).contains("internal", "shared");
      assertThat(notRun(rig.send("secret", Label.PUBLIC)).code())
          .isEqualTo(ErrorCode.LABEL_REFUSED);
      assertThat(ran).hasValue(0);
      rig.send("count", Label.PUBLIC).answer();
      assertThat(ran).hasValue(1);
    }
  }

  @Test
  void a_request_or_an_answer_above_the_limit_is_a_clear_failure() throws Exception {
    FakeService service =
        new FakeService()
            .on("echo", (request, context) -> request)
            .on("grow", (request, context) -> new byte[2_000]);
    try (Rig rig =
        Rig.with(service)
            .limits(new ServerLimits(1_000, 1_500, 8 * 1024, 100, 10, 1_000))
            .start()) {
      assertThat(failed(rig.send("echo", new byte[1_001])).code()).isEqualTo(ErrorCode.TOO_LARGE);
      Reply.Failed grown = failed(rig.send("grow", EMPTY));
      assertThat(grown.code()).isEqualTo(ErrorCode.TOO_LARGE);
      assertThat(grown.detail()).contains("2000").contains("1500");
      assertThat(rig.send("echo", new byte[1_000]).answer()).hasSize(1_000);
    }
  }

  @Test
  void a_large_request_that_is_refused_leaves_the_connection_alone() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    FakeService service =
        new FakeService()
            .on(
                "wait",
                (request, context) -> {
                  gate.await();
                  return EMPTY;
                });
    try (Rig rig = Rig.of(service, new Capacity(1, 0, 500, 64 << 20, 1 << 28))) {
      Rig.Sent running = rig.send("wait", EMPTY);
      for (int i = 0; i < 20; i++) {
        assertThat(notRun(rig.send("wait", new byte[4_000_000])).code())
            .isEqualTo(ErrorCode.OVERLOADED);
      }
      gate.countDown();
      running.answer();
      rig.send("wait", new byte[4_000_000]).answer();
    }
  }

  @Test
  void an_unhealthy_body_is_not_offered_and_takes_no_calls() throws Exception {
    FakeService service = echo();
    service.feels(new Health.Unhealthy("no camera"));
    try (Rig rig = Rig.of(service)) {
      assertThat(notRun(rig.send("echo", EMPTY)).code()).isEqualTo(ErrorCode.UNHEALTHY);
      assertThat(describe(rig).methods()).isEmpty();
    }
  }

  @Test
  void describe_tells_who_the_node_is_and_what_it_offers() throws Exception {
    try (Rig rig = Rig.of(echo())) {
      Described.Answer answer = describe(rig);
      assertThat(answer.node()).isEqualTo(Rig.node(Tier.EDGE, Trust.OWN));
      assertThat(answer.methods()).containsExactly("test.v1.Fake/echo");
      assertThat(answer.load().draining()).isFalse();
    }
  }

  private static Described.Answer describe(Rig rig) {
    CompletableFuture<Described> described = new CompletableFuture<>();
    rig.link.describe(Rig.LONG, described::complete);
    Described answer = described.orTimeout(60, TimeUnit.SECONDS).join();
    assertThat(answer).isInstanceOf(Described.Answer.class);
    return (Described.Answer) answer;
  }
}

package dev.edgewise.sdk.wire;

import static dev.edgewise.sdk.wire.Replies.request;
import static dev.edgewise.sdk.wire.Replies.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.CacheNote;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.core.TraceContext;
import dev.edgewise.proto.v1.WrongAnswerRequest;
import dev.edgewise.proto.v1.WrongAnswerResponse;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GrpcTransportTest {
  private static final String ECHO = "test.v1.Echo/echo";
  private static final Load LOAD = new Load(3, 2, 2, Duration.ofMillis(5), false, 7);

  private final RealTime time = new RealTime();
  private final GrpcTransport transport = GrpcTransport.create(time, time.executor());
  private final Heard heard = new Heard();

  @AfterEach
  void close() {
    transport.close();
    time.close();
  }

  @Test
  void carriesBytesThereAndBackWithWhatTheNodeSaysOfItself() throws Exception {
    CallReport report = new CallReport(LOAD, Duration.ofMillis(1), Duration.ofMillis(4));
    Metadata trailers = new Metadata();
    Statuses.putReport(trailers, report);
    try (LoopbackServer server = echo(call -> call.answer(call.request(), trailers))) {
      Reply reply = send(connected(server), ECHO, "hello".getBytes(UTF_8));

      Reply.Answered answered = assertInstanceOf(Reply.Answered.class, reply);
      assertThat(answered.body().bytes()).asString(UTF_8).isEqualTo("hello");
      assertThat(answered.report()).contains(report);
    }
  }

  @Test
  void tellsTheNodeLabelDecisionTraceAndDeadline() throws Exception {
    BlockingQueue<Metadata> headers = new LinkedBlockingQueue<>();
    try (LoopbackServer server =
        echo(
            call -> {
              headers.add(call.headers());
              call.answer(new byte[0]);
            })) {
      send(connected(server), ECHO, new byte[0]);

      Metadata seen = headers.remove();
      assertThat(seen.get(WireNames.LABEL)).isEqualTo("confidential");
      assertThat(seen.get(WireNames.DECISION)).isEqualTo("d-1");
      assertThat(seen.get(WireNames.TRACEPARENT))
          .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
      assertThat(seen.keys()).contains("grpc-timeout");
    }
  }

  @Test
  void tenantAndCacheGoOutAndWhatTheCacheDidComesBack() throws Exception {
    BlockingQueue<Metadata> headers = new LinkedBlockingQueue<>();
    CacheNote note =
        new CacheNote(
            CacheNote.Kind.EXACT,
            Duration.ofSeconds(12),
            OptionalDouble.empty(),
            OptionalDouble.empty());
    try (LoopbackServer server =
        echo(
            call -> {
              headers.add(call.headers());
              Metadata trailers = new Metadata();
              Statuses.putCache(trailers, note);
              call.answer(new byte[0], trailers);
            })) {
      Link link = connected(server);
      Reply plain = send(link, ECHO, new byte[0]);
      CompletableFuture<Reply> asked = new CompletableFuture<>();
      link.send(
          new Request(
              ECHO,
              Message.EMPTY,
              Duration.ofSeconds(20),
              Label.INTERNAL,
              "d-2",
              TraceContext.begin(new Random(1)),
              "shop-7",
              CacheControl.NONE.withMaxAge(Duration.ofMinutes(1))),
          asked::complete);

      assertThat(((Reply.Answered) plain).cache()).contains(note);
      assertThat(((Reply.Answered) asked.get(20, TimeUnit.SECONDS)).cache()).contains(note);
      assertThat(headers.remove().keys())
          .doesNotContain("edgewise-tenant", "edgewise-cache-control");
      Metadata seen = headers.remove();
      assertThat(seen.get(WireNames.TENANT)).isEqualTo("shop-7");
      assertThat(seen.get(WireNames.CACHE_CONTROL)).isEqualTo("max-age=60");
    }
  }

  @Test
  void aNodeIsToldOfAWrongAnswer() throws Exception {
    try (LoopbackServer server =
        new LoopbackServer()
            .on(
                Descriptions.WRONG_ANSWER,
                call ->
                    call.answer(
                        WrongAnswerResponse.newBuilder()
                            .setKnown(
                                WrongAnswerRequest.parseFrom(call.request())
                                    .getDecisionId()
                                    .equals("d-1"))
                            .build()
                            .toByteArray()))
            .start()) {
      Link link = connected(server);
      for (String decision : List.of("d-1", "d-2")) {
        CompletableFuture<Boolean> known = new CompletableFuture<>();
        link.wrong(decision, Duration.ofSeconds(20), known::complete);
        assertThat(known.get(20, TimeUnit.SECONDS)).isEqualTo(decision.equals("d-1"));
      }
    }
  }

  @Test
  void aConnectionThatBreaksUnderACallLeavesItInDoubt() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (ScriptedHttp2 server =
        new ScriptedHttp2(
            (stream, out, socket) -> {
              arrived.countDown();
              socket.setSoLinger(true, 0);
              socket.close();
            })) {
      Link link = transport.open(server.address(), heard);
      assertThat(heard.next()).isEqualTo("connected");

      Reply reply = send(link, ECHO, new byte[3]);

      assertThat(arrived.getCount()).isZero();
      assertThat(reply).isInstanceOf(Reply.Lost.class);
      assertThat(heard.next()).contains("broke");
    }
  }

  @Test
  void aServerThatIsStoppedUnderACallLeavesItInDoubt() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (LoopbackServer server = echo(call -> arrived.countDown())) {
      Replies replies = new Replies();
      connected(server).send(request(ECHO, new byte[3], Duration.ofSeconds(20)), replies::add);
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

      server.stop();

      assertThat(replies.only()).isInstanceOf(Reply.Lost.class);
    }
  }

  @Test
  void whatHttp2RefusesDidNotRun() throws Exception {
    int refusedStream = 7;
    try (ScriptedHttp2 server =
        new ScriptedHttp2(
            (stream, out, socket) -> out.write(ScriptedHttp2.reset(stream, refusedStream)))) {
      Link link = transport.open(server.address(), heard);
      assertThat(heard.next()).isEqualTo("connected");

      assertThat(send(link, ECHO, new byte[3])).isInstanceOf(Reply.NotRun.class);
    }
  }

  @Test
  void whatCameAfterTheLastStreamOfAGoAwayDidNotRun() throws Exception {
    try (ScriptedHttp2 server =
        new ScriptedHttp2((stream, out, socket) -> out.write(ScriptedHttp2.goAway(0, 0)))) {
      Link link = transport.open(server.address(), heard);
      assertThat(heard.next()).isEqualTo("connected");

      Reply.NotRun notRun = assertInstanceOf(Reply.NotRun.class, send(link, ECHO, new byte[3]));
      assertThat(notRun.code()).isEqualTo(ErrorCode.NODE_LOST);
    }
  }

  @Test
  void aStreamThatIsResetForAnotherReasonIsInDoubt() throws Exception {
    int internalError = 2;
    int cancel = 8;
    for (int error : new int[] {internalError, cancel}) {
      try (ScriptedHttp2 server =
          new ScriptedHttp2(
              (stream, out, socket) -> out.write(ScriptedHttp2.reset(stream, error)))) {
        Heard listener = new Heard();
        Link link = transport.open(server.address(), listener);
        assertThat(listener.next()).isEqualTo("connected");

        assertThat(send(link, ECHO, new byte[3])).isInstanceOf(Reply.Lost.class);
      }
    }
  }

  @Test
  void noCallIsInDoubtWhenAServerDrains() throws Exception {
    try (LoopbackServer server = echo(call -> call.answer(call.request()))) {
      Link link = connected(server);
      Replies replies = new Replies();
      Semaphore inFlight = new Semaphore(32);
      int calls = 0;
      String word = "";
      while (!word.contains("broke")) {
        if (++calls == 200) {
          server.drain();
        }
        inFlight.acquire();
        link.send(
            request(ECHO, new byte[100], Duration.ofSeconds(20)),
            reply -> {
              replies.add(reply);
              inFlight.release();
            });
        word = calls < 200 ? "" : heard.nextIfAny().orElse("");
      }
      link.send(request(ECHO, new byte[100], Duration.ofSeconds(20)), replies::add);

      List<Reply> inDoubt = new ArrayList<>(replies.take(calls + 1));
      inDoubt.removeIf(r -> r instanceof Reply.Answered || r instanceof Reply.NotRun);

      assertThat(inDoubt).isEmpty();
    }
  }

  @Test
  void aCancelledCallEndsAtOnceAndTheNodeHearsOfIt() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    try (LoopbackServer server = echo(call -> arrived.countDown()).onCancel(cancelled::countDown)) {
      Replies replies = new Replies();
      Link.Exchange exchange =
          connected(server).send(request(ECHO, new byte[3], Duration.ofSeconds(20)), replies::add);
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

      exchange.cancel();
      exchange.cancel();

      assertThat(replies.only()).isEqualTo(new Reply.Lost("cancelled"));
      assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void cancellingAfterTheAnswerChangesNothing() throws Exception {
    try (LoopbackServer server = echo(call -> call.answer(call.request()))) {
      Replies replies = new Replies();
      Link.Exchange exchange =
          connected(server).send(request(ECHO, new byte[3], Duration.ofSeconds(20)), replies::add);
      assertThat(replies.only()).isInstanceOf(Reply.Answered.class);

      exchange.cancel();

      assertThat(replies.isEmpty()).isTrue();
    }
  }

  @Test
  void aCallThatIsNotAnsweredInTimeExpires() throws Exception {
    try (LoopbackServer server = echo(call -> {})) {
      Link link = connected(server);
      Replies replies = new Replies();

      link.send(request(ECHO, new byte[3], Duration.ofMillis(150)), replies::add);

      assertThat(replies.only()).isInstanceOf(Reply.Expired.class);
    }
  }

  @Test
  void theNodeIsToldHowMuchTimeThereIs() throws Exception {
    CompletableFuture<Long> told = new CompletableFuture<>();
    try (LoopbackServer server =
        echo(
            call -> {
              told.complete(Context.current().getDeadline().timeRemaining(TimeUnit.MILLISECONDS));
              call.answer(call.request());
            })) {
      Link link = connected(server);

      link.send(request(ECHO, new byte[3], Duration.ofMinutes(40)), new Replies()::add);

      assertThat(told.get(20, TimeUnit.SECONDS))
          .isBetween(Duration.ofMinutes(39).toMillis(), Duration.ofMinutes(40).toMillis());
    }
  }

  @Test
  void timeIsWrittenInTheFinestUnitThatHasRoomForItAndNeverTooShort() {
    assertThat(WireNames.timeout(Duration.ZERO)).isEqualTo("1n");
    assertThat(WireNames.timeout(Duration.ofNanos(99_999_999))).isEqualTo("99999999n");
    assertThat(WireNames.timeout(Duration.ofNanos(100_000_001))).isEqualTo("100001u");
    assertThat(WireNames.timeout(Duration.ofSeconds(99))).isEqualTo("99000000u");
    assertThat(WireNames.timeout(Duration.ofSeconds(100).plusNanos(1))).isEqualTo("100001m");
    assertThat(WireNames.timeout(Duration.ofDays(2))).isEqualTo("172800S");
  }

  @Test
  void aCallWithoutTimeLeftExpiresUnsentAndNotOnTheCallersThread() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (LoopbackServer server = echo(call -> arrived.countDown())) {
      Link link = connected(server);
      BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
      Replies replies = new Replies();

      link.send(
          request(ECHO, new byte[3], Duration.ofMillis(-1)),
          reply -> {
            threads.add(Thread.currentThread());
            replies.add(reply);
          });

      assertThat(replies.only()).isInstanceOf(Reply.Expired.class);
      assertThat(threads.remove()).isNotSameAs(Thread.currentThread());
      assertThat(arrived.getCount()).isEqualTo(1);
    }
  }

  @Test
  void messagesAtTheLimitPassBothWays() throws Exception {
    byte[] large = new byte[Channels.MAX_MESSAGE];
    try (LoopbackServer server = echo(call -> call.answer(large))) {
      Reply reply = send(connected(server), ECHO, new byte[ChunkFrame.THRESHOLD]);

      assertThat(assertInstanceOf(Reply.Answered.class, reply).body().size())
          .isEqualTo(large.length);
    }
  }

  @Test
  void anAnswerAboveTheLimitIsAnErrorThatSaysSo() throws Exception {
    try (LoopbackServer server = echo(call -> call.answer(new byte[Channels.MAX_MESSAGE + 1]))) {
      Reply reply = send(connected(server), ECHO, new byte[3]);

      Reply.Failed failed = assertInstanceOf(Reply.Failed.class, reply);
      assertThat(failed.code()).isEqualTo(ErrorCode.TOO_LARGE);
      assertThat(failed.detail()).contains("answer", "4194305");
    }
  }

  @Test
  void aRefusalCarriesItsCodeAndTheLoad() throws Exception {
    try (LoopbackServer server =
        echo(
            call ->
                call.call()
                    .close(
                        Statuses.status(ErrorCode.OVERLOADED, "16 calls wait"),
                        Statuses.trailers(
                            ErrorCode.OVERLOADED, Optional.of(Statuses.refusalReport(LOAD)))))) {
      Reply reply = send(connected(server), ECHO, new byte[3]);

      Reply.NotRun notRun = assertInstanceOf(Reply.NotRun.class, reply);
      assertThat(notRun.code()).isEqualTo(ErrorCode.OVERLOADED);
      assertThat(notRun.detail()).contains("16 calls wait");
      assertThat(notRun.load()).contains(LOAD);
    }
  }

  @Test
  void aMethodThatTheServerDoesNotKnowDidNotRun() throws Exception {
    try (LoopbackServer server = echo(call -> call.answer(call.request()))) {
      Reply reply = send(connected(server), "test.v1.Echo/nothing", new byte[3]);

      assertThat(assertInstanceOf(Reply.NotRun.class, reply).code())
          .isEqualTo(ErrorCode.UNKNOWN_METHOD);
    }
  }

  @Test
  void aNodesOwnWordsCannotPassForHttp2s() throws Exception {
    try (LoopbackServer server =
        echo(
            call ->
                call.call()
                    .close(Status.UNAVAILABLE.withDescription("REFUSED_STREAM"), new Metadata()))) {
      assertThat(send(connected(server), ECHO, new byte[3])).isInstanceOf(Reply.Lost.class);
    }
  }

  private LoopbackServer echo(LoopbackServer.Method method) throws Exception {
    return new LoopbackServer().on(ECHO, method).start();
  }

  private Link connected(LoopbackServer server) throws Exception {
    Link link = transport.open(server.address(), heard);
    assertThat(heard.next()).isEqualTo("connected");
    return link;
  }
}

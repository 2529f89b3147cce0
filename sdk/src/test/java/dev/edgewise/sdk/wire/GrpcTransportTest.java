package dev.edgewise.sdk.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.invoke.Link;
import dev.edgewise.sdk.invoke.Reply;
import dev.edgewise.sdk.invoke.Request;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GrpcTransportTest {
  private static final String ECHO = "test.v1.Echo/echo";
  private static final Load LOAD = new Load(3, 2, 2, Duration.ofMillis(5), false, 7);
  private static final TraceContext TRACE =
      new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);

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
      assertThat(answered.body()).asString(UTF_8).isEqualTo("hello");
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
  void aRefusedConnectionMeansThatNothingRan() throws Exception {
    String address;
    try (LoopbackServer server = echo(call -> call.answer(call.request()))) {
      address = server.address();
    }
    Link link = transport.open(address, heard);
    assertThat(heard.next()).isEqualTo("no connection to " + address + " could be made");

    Reply.NotRun notRun = assertInstanceOf(Reply.NotRun.class, send(link, ECHO, new byte[3]));

    assertThat(notRun.code()).isEqualTo(ErrorCode.NODE_LOST);
    assertThat(notRun.detail()).contains("Connection refused").doesNotContain("\n");
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
  void goesOnTryingAtShortIntervalsHoweverLongItTakes() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    try (ServerSocket refusing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      time.executor()
          .execute(
              () -> {
                while (!refusing.isClosed()) {
                  try {
                    refusing.accept().close();
                    attempts.incrementAndGet();
                  } catch (IOException e) {
                    // The test is over.
                  }
                }
              });
      transport.open("127.0.0.1:" + refusing.getLocalPort(), heard);
      time.awaitScheduled(7);

      // gRPC by itself would have tried three times by now, and less and less often later.
      assertThat(attempts).hasValueGreaterThanOrEqualTo(6);
    }
  }

  @Test
  void aListenerThatThrowsDoesNotStopTheLink() throws Exception {
    try (LoopbackServer server = echo(call -> call.answer(call.request()))) {
      CountDownLatch connected = new CountDownLatch(2);
      Link link =
          transport.open(
              server.address(),
              new Link.Listener() {
                @Override
                public void connected() {
                  connected.countDown();
                  throw new IllegalStateException("on purpose");
                }

                @Override
                public void disconnected(String because) {
                  throw new IllegalStateException("on purpose");
                }
              });
      while (connected.getCount() > 1) {
        Thread.onSpinWait();
      }
      server.stop();
      server.start();
      link.reconnect();

      assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void findsANodeThatWasStartedAgain() throws Exception {
    try (LoopbackServer server = echo(call -> call.answer(call.request()))) {
      Link link = connected(server);

      server.stop();
      assertThat(heard.next()).contains("broke");
      assertThat(heard.next()).contains("no connection");
      time.awaitScheduled(3);
      server.start();
      long started = System.nanoTime();
      String word = heard.next();
      while (!word.equals("connected")) {
        word = heard.next();
      }

      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(4));
      assertThat(send(link, ECHO, new byte[3])).isInstanceOf(Reply.Answered.class);
    }
  }

  @Test
  void aRequestAboveTheLimitIsRefusedBeforeItIsSent() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (LoopbackServer server = echo(call -> arrived.countDown())) {
      Reply reply = send(connected(server), ECHO, new byte[Channels.MAX_MESSAGE + 1]);

      Reply.Failed failed = assertInstanceOf(Reply.Failed.class, reply);
      assertThat(failed.code()).isEqualTo(ErrorCode.TOO_LARGE);
      assertThat(failed.detail()).contains("4194305", "4194304", ECHO);
      assertThat(arrived.getCount()).isEqualTo(1);
    }
  }

  @Test
  void messagesAtTheLimitPassBothWays() throws Exception {
    try (LoopbackServer server = echo(call -> call.answer(call.request()))) {
      Reply reply = send(connected(server), ECHO, new byte[Channels.MAX_MESSAGE]);

      assertThat(assertInstanceOf(Reply.Answered.class, reply).body())
          .hasSize(Channels.MAX_MESSAGE);
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

  @Test
  void afterClosingNothingIsSent() throws Exception {
    try (LoopbackServer server = echo(call -> call.answer(call.request()))) {
      Link link = connected(server);
      link.close();
      link.close();

      assertThat(send(link, ECHO, new byte[3])).isInstanceOf(Reply.NotRun.class);

      transport.close();
      assertThatThrownBy(() -> transport.open(server.address(), heard))
          .isInstanceOf(EdgewiseException.class)
          .hasMessageContaining("EW6014");
    }
  }

  @Test
  void closingUnderACallEndsIt() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (LoopbackServer server = echo(call -> arrived.countDown())) {
      Link link = connected(server);
      Replies replies = new Replies();
      link.send(request(ECHO, new byte[3], Duration.ofSeconds(20)), replies::add);
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

      link.close();

      assertThat(replies.only()).isInstanceOf(Reply.Lost.class);
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

  private static Reply send(Link link, String method, byte[] body) throws Exception {
    Replies replies = new Replies();
    link.send(request(method, body, Duration.ofSeconds(20)), replies::add);
    return replies.only();
  }

  private static Request request(String method, byte[] body, Duration timeLeft) {
    return new Request(method, body, timeLeft, Label.CONFIDENTIAL, "d-1", TRACE);
  }

  /** Replies as they come. */
  private static final class Replies {
    private final BlockingQueue<Reply> queue = new LinkedBlockingQueue<>();

    void add(Reply reply) {
      queue.add(reply);
    }

    boolean isEmpty() {
      return queue.isEmpty();
    }

    Reply only() throws InterruptedException {
      return take(1).get(0);
    }

    List<Reply> take(int count) throws InterruptedException {
      List<Reply> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Reply reply = queue.poll(20, TimeUnit.SECONDS);
        if (reply == null) {
          throw new AssertionError("no reply came");
        }
        all.add(reply);
      }
      assertThat(queue).as("replies beyond the expected").isEmpty();
      return all;
    }
  }

  /** What a listener was told. */
  private static final class Heard implements Link.Listener {
    private final BlockingQueue<String> words = new LinkedBlockingQueue<>();

    @Override
    public void connected() {
      words.add("connected");
    }

    @Override
    public void disconnected(String because) {
      words.add(because);
    }

    Optional<String> nextIfAny() {
      return Optional.ofNullable(words.poll());
    }

    String next() throws InterruptedException {
      String word = words.poll(20, TimeUnit.SECONDS);
      if (word == null) {
        throw new AssertionError("the listener heard nothing");
      }
      return word;
    }
  }
}

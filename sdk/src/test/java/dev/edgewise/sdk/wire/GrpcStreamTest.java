package dev.edgewise.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams over real sockets, from a server that this test plays. */
@Timeout(60)
final class GrpcStreamTest {
  private static final String WATCH = "test.v1.Echo/watch";
  private static final CallReport REPORT =
      new CallReport(
          new Load(0, 0, 2, Duration.ZERO, false, 7), Duration.ZERO, Duration.ofMillis(4));

  private final RealTime time = new RealTime();
  private final GrpcTransport transport = GrpcTransport.create(time, time.executor());
  private final Told told = new Told();

  @AfterEach
  void close() {
    transport.close();
    time.close();
  }

  /** What a listener was told, in words and in order. */
  private static final class Told implements Link.ItemListener {
    private final BlockingQueue<Object> all = new LinkedBlockingQueue<>();

    @Override
    public void opened(Optional<CallReport> report) {
      all.add(report);
    }

    @Override
    public void item(Message item) {
      all.add((int) item.bytes()[0]);
    }

    @Override
    public void ended(Reply reply) {
      all.add(reply);
    }

    Object next() throws InterruptedException {
      Object next = all.poll(20, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      return next;
    }
  }

  private Link.ItemExchange watch(LoopbackServer server) throws Exception {
    Heard heard = new Heard();
    Link link = transport.open(server.address(), heard);
    assertThat(heard.next()).isEqualTo("connected");
    return link.stream(Replies.request(WATCH, new byte[0], Duration.ofSeconds(20)), told);
  }

  private static void send(ServerCall<Message, Message> call, int from, int to) {
    for (int i = from; i <= to; i++) {
      call.sendMessage(Message.of(new byte[] {(byte) i}));
    }
  }

  private static Metadata opening() {
    Metadata headers = new Metadata();
    Statuses.putReport(headers, REPORT);
    return headers;
  }

  @Test
  void itemsComeOneForEachThatWasAskedFor() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    try (LoopbackServer server =
        new LoopbackServer()
            .on(
                WATCH,
                call -> {
                  call.call().sendHeaders(opening());
                  send(call.call(), 1, 5);
                  call.call().close(Status.OK, opening());
                  sent.countDown();
                })
            .start()) {
      Link.ItemExchange exchange = watch(server);
      assertThat(told.next()).isEqualTo(Optional.of(REPORT));
      assertThat(sent.await(20, TimeUnit.SECONDS)).isTrue();
      exchange.request(2);
      assertThat(told.next()).isEqualTo(1);
      assertThat(told.next()).isEqualTo(2);
      assertThat(told.all).as("three wait below").isEmpty();
      exchange.request(10);
      assertThat(told.next()).isEqualTo(3);
      assertThat(told.next()).isEqualTo(4);
      assertThat(told.next()).isEqualTo(5);
      Reply.Answered end = assertInstanceOf(Reply.Answered.class, told.next());
      assertThat(end.body().size()).isZero();
      assertThat(end.report()).contains(REPORT);
    }
  }

  @Test
  void aNodeThatMakesNoReportsHasOpenedItWithItsFirstItem() throws Exception {
    try (LoopbackServer server =
        new LoopbackServer()
            .on(
                WATCH,
                call -> {
                  call.call().sendHeaders(new Metadata());
                  send(call.call(), 1, 1);
                  call.call().close(Status.OK, new Metadata());
                })
            .start()) {
      watch(server).request(5);
      assertThat(told.next()).isEqualTo(Optional.empty());
      assertThat(told.next()).isEqualTo(1);
      assertThat(told.next()).isInstanceOf(Reply.Answered.class);
    }
  }

  @Test
  void aServerThatIsStoppedBehindAnItemLeavesNoSilentEnd() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (LoopbackServer server =
        new LoopbackServer()
            .on(
                WATCH,
                call -> {
                  call.call().sendHeaders(opening());
                  send(call.call(), 1, 1);
                  arrived.countDown();
                })
            .start()) {
      watch(server).request(5);
      assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(told.next()).isEqualTo(Optional.of(REPORT));
      assertThat(told.next()).isEqualTo(1);

      server.stop();

      assertThat(told.next()).isInstanceOf(Reply.Lost.class);
    }
  }

  @Test
  void whatIsRefusedDidNotRunAndWhatEndsInTheSameWordsLaterDid() throws Exception {
    for (boolean opened : new boolean[] {false, true}) {
      try (LoopbackServer server =
          new LoopbackServer()
              .on(
                  WATCH,
                  call -> {
                    if (opened) {
                      call.call().sendHeaders(opening());
                    }
                    call.call()
                        .close(
                            Statuses.status(ErrorCode.DRAINING, "stopping"),
                            Statuses.trailers(ErrorCode.DRAINING, Optional.of(REPORT)));
                  })
              .start()) {
        watch(server).request(5);
        Object first = told.next();
        Object end = opened ? told.next() : first;
        assertThat(end).isInstanceOf(opened ? Reply.Lost.class : Reply.NotRun.class);
        assertThat(told.all).isEmpty();
      }
    }
  }

  @Test
  void cancellingReachesTheServer() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    try (LoopbackServer server =
        new LoopbackServer()
            .on(WATCH, call -> call.call().sendHeaders(opening()))
            .onCancel(cancelled::countDown)
            .start()) {
      Link.ItemExchange exchange = watch(server);
      assertThat(told.next()).isEqualTo(Optional.of(REPORT));
      exchange.cancel();
      assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(told.next()).isInstanceOf(Reply.Lost.class);
    }
  }
}

package dev.edgewise.sdk.wire;

import static dev.edgewise.sdk.wire.Replies.request;
import static dev.edgewise.sdk.wire.Replies.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a link connects, stays connected and ends. */
@Timeout(60)
final class GrpcLinkTest {
  private static final String ECHO = "test.v1.Echo/echo";

  private final RealTime time = new RealTime(10);
  private final GrpcTransport transport = GrpcTransport.create(time, time.executor());
  private final Heard heard = new Heard();

  @AfterEach
  void close() {
    transport.close();
    time.close();
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

  /** As of a process that is killed while somebody connects to it. */
  @Test
  void hearsOfARefusalAlsoWhenTheFirstAttemptFailedOtherwise() throws Exception {
    CountDownLatch disconnected = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    try (ServerSocket ending = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      transport.open(
          "127.0.0.1:" + ending.getLocalPort(),
          new Link.Listener() {
            @Override
            public void connected() {}

            @Override
            public void disconnected(String because) {
              disconnected.countDown();
            }

            @Override
            public void refused() {
              refused.countDown();
            }
          });
      ending.accept().close();
      assertThat(disconnected.await(20, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aListenerThatIsSlowAndThrowsMissesNothing() throws Exception {
    try (LoopbackServer server = echo(call -> call.answer(call.request()))) {
      CountDownLatch connected = new CountDownLatch(2);
      CountDownLatch first = new CountDownLatch(1);
      CountDownLatch again = new CountDownLatch(1);
      Link link =
          transport.open(
              server.address(),
              new Link.Listener() {
                @Override
                public void connected() {
                  connected.countDown();
                  first.countDown();
                  awaitUninterrupted(again);
                  throw new IllegalStateException("on purpose");
                }

                @Override
                public void disconnected(String because) {
                  throw new IllegalStateException("on purpose");
                }
              });
      first.await();
      server.stop();
      server.start();
      link.reconnect();
      while (!(send(link, ECHO, new byte[3]) instanceof Reply.Answered)) {
        // Not there yet; the link goes on trying.
        Thread.onSpinWait();
      }

      // All of this while the listener was still being told of the first connection.
      again.countDown();

      assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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

  private LoopbackServer echo(LoopbackServer.Method method) throws Exception {
    return new LoopbackServer().on(ECHO, method).start();
  }

  private Link connected(LoopbackServer server) throws Exception {
    Link link = transport.open(server.address(), heard);
    assertThat(heard.next()).isEqualTo("connected");
    return link;
  }
}

package dev.edgewise.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Clock;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.GrpcTransport;
import dev.edgewise.sdk.wire.tls.Tls;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Those who call an agent by its socket. */
final class Callers implements AutoCloseable {
  private static final long LONG_SECONDS = 120;

  private final SystemScheduler scheduler = SystemScheduler.create("test");
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final GrpcTransport transport;

  Callers() {
    this.transport = GrpcTransport.create(scheduler, executor);
  }

  /** Those who show a certificate. */
  Callers(TlsFiles files) {
    this(files, Clock.system());
  }

  /** Those who take this for the time. */
  Callers(TlsFiles files, Clock clock) {
    this.transport =
        GrpcTransport.create(Optional.of(Tls.open(files, scheduler, clock)), scheduler, executor);
  }

  /** Why a call is not answered that was sent before there was a connection, or without one. */
  String told(String readyLine, String method) {
    Link link =
        transport.open(
            address(readyLine),
            new Link.Listener() {
              @Override
              public void connected() {}

              @Override
              public void disconnected(String because) {}
            });
    Reply reply = send(link, method, "you").join();
    return reply instanceof Reply.NotRun notRun
        ? notRun.detail()
        : reply instanceof Reply.Lost lost ? lost.detail() : reply.toString();
  }

  private static String address(String readyLine) {
    return readyLine.replaceFirst(".* grpc=(\\S+) .*", "$1");
  }

  /** A connection to the address that the line "ready" names. */
  Link connect(String readyLine) throws InterruptedException {
    CountDownLatch connected = new CountDownLatch(1);
    Link link =
        transport.open(
            address(readyLine),
            new Link.Listener() {
              @Override
              public void connected() {
                connected.countDown();
              }

              @Override
              public void disconnected(String because) {}
            });
    assertThat(connected.await(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
    return link;
  }

  /** Calls a method that takes a text and gives a text. */
  static CompletableFuture<Reply> send(Link link, String method, String text) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    byte[] utf8 = text.getBytes(UTF_8);
    byte[] body = new byte[utf8.length + 2];
    body[0] = 10;
    body[1] = (byte) utf8.length;
    System.arraycopy(utf8, 0, body, 2, utf8.length);
    Link.Exchange unused =
        link.send(
            new Request(
                method,
                Message.of(body),
                Duration.ofSeconds(LONG_SECONDS),
                Label.INTERNAL,
                "d-1",
                TraceContext.begin(new Random(1))),
            reply::complete);
    return reply.orTimeout(LONG_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    transport.close();
    executor.shutdown();
    scheduler.close();
  }
}

package dev.edgewise.sdk.wire;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.Clock;
import dev.edgewise.core.Site;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.Trust;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.proto.v1.DescribeResponse;
import dev.edgewise.proto.v1.Tier;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.server.BoundedServerChannel;
import dev.edgewise.sdk.wire.server.PeerGate;
import dev.edgewise.sdk.wire.tls.Tls;
import dev.edgewise.testca.LogLines;
import dev.edgewise.testca.TestCa;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Servers, links and certificates for tests of who gets in. */
abstract class TlsCase {
  static final String ECHO = "test.v1.Echo/echo";
  static final String NODE = "edgewise://node/n1?site=s1&tier=edge";
  static final String CLIENT = "edgewise://client/till-3?tenant=shop-7";
  static final String NOT_ACCEPTED = "the other side does not accept the certificate";
  final Instant begun = Instant.now();

  final TestCa ca = new TestCa("ours", begun);
  final TestCa foreign = new TestCa("theirs", begun);
  final RealTime time = new RealTime(20);
  final List<AutoCloseable> parts = new ArrayList<>();
  final List<String> logged = new CopyOnWriteArrayList<>();
  final LogLines lines = LogLines.of(Tls.class);
  private final Logger logger = Logger.getLogger(Tls.class.getName());
  private final Handler listener = new Listener();
  final Path folder;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private int files;

  /** What the server's gate takes for the time. */
  volatile Supplier<Instant> serverNow = Instant::now;

  TlsCase(Path folder) {
    this.folder = folder;
  }

  private final class Listener extends Handler {
    @Override
    public void publish(LogRecord told) {
      logged.add(told.getMessage() + " " + List.of(told.getParameters()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    logger.addHandler(listener);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
    var unused = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    time.close();
    lines.close();
    logger.removeHandler(listener);
    logger.setUseParentHandlers(true);
  }

  private static Clock at(Supplier<Instant> now) {
    return new Clock() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public Instant now() {
        return now.get();
      }
    };
  }

  /** Opened while it is valid, whenever that is. */
  Tls tls(TestCa.Issued issued) {
    return tls(issued, folder.resolve(files++ + ".pem"));
  }

  Tls tls(TestCa.Issued issued, Path file) {
    Instant first = issued.certificate().getNotBefore().toInstant();
    Instant last = issued.certificate().getNotAfter().toInstant();
    boolean valid = begun.isAfter(first) && begun.isBefore(last);
    Supplier<Instant> now = valid ? Instant::now : () -> first.plusSeconds(1);
    Tls tls = Tls.open(TlsFiles.in(issued.in(file)), time, at(now));
    parts.add(0, tls);
    return tls;
  }

  LoopbackServer server(TestCa.Issued issued) throws Exception {
    return server(tls(issued));
  }

  LoopbackServer server(Tls tls) throws Exception {
    LoopbackServer server =
        echo()
            .with(
                tls.server(),
                builder ->
                    PeerGate.before(
                        builder
                            .channelFactory(() -> new BoundedServerChannel(20, 5, Optional.of(tls)))
                            .bossEventLoopGroup(loops)
                            .workerEventLoopGroup(loops),
                        Map.of("edgewise.v1.Operator", Set.of(PeerIdentity.Role.OPERATOR)),
                        at(() -> serverNow.get()),
                        logged::add));
    parts.add(0, server);
    return server.start();
  }

  static LoopbackServer echo() {
    return new LoopbackServer()
        .on(
            ECHO,
            call ->
                call.answer(
                    (PeerGate.caller().map(Object::toString).orElse("nobody")
                            + " for "
                            + call.headers().get(WireNames.TENANT))
                        .getBytes(StandardCharsets.UTF_8)))
        .on("edgewise.v1.Operator/GetFleet", call -> call.answer(new byte[0]))
        .on(
            Descriptions.DESCRIBE,
            call ->
                call.answer(
                    DescribeResponse.newBuilder()
                        .setProtocol(Descriptions.PROTOCOL)
                        .setNode("n1")
                        .setTier(Tier.TIER_EDGE)
                        .setSite(Protos.toProto(new Site("s1", Trust.OWN)))
                        .build()
                        .toByteArray()));
  }

  Link link(LoopbackServer server, Optional<Tls> tls) {
    GrpcTransport transport = GrpcTransport.create(tls, time, time.executor());
    parts.add(0, transport);
    return transport.open(server.address(), new Heard());
  }

  static Reply send(Link link, String tenant) throws Exception {
    return send(link, ECHO, tenant);
  }

  static Reply send(Link link, String method, String tenant) throws Exception {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    link.send(
        new Request(
            method,
            Message.EMPTY,
            Duration.ofSeconds(20),
            Label.INTERNAL,
            "d-1",
            TraceContext.begin(new Random(1)),
            tenant,
            CacheControl.NONE),
        reply::complete);
    return reply.get(20, TimeUnit.SECONDS);
  }

  /** What the caller is told when it is not answered. */
  String told(LoopbackServer server, Optional<Tls> client) throws Exception {
    Reply reply = send(link(server, client), "");
    if (reply instanceof Reply.NotRun notRun) {
      return notRun.detail();
    }
    return assertInstanceOf(Reply.Lost.class, reply).detail();
  }

  String told(TestCa.Issued server, TestCa.Issued client) throws Exception {
    return told(server(server), Optional.of(tls(client)));
  }

  TestCa.Issued node() {
    return ca.to(NODE).issue();
  }

  TestCa.Issued client() {
    return ca.to(CLIENT).issue();
  }

  static String answer(Reply reply) {
    return new String(
        assertInstanceOf(Reply.Answered.class, reply).body().bytes(), StandardCharsets.UTF_8);
  }
}

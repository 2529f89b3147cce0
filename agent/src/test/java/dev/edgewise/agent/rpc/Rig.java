package dev.edgewise.agent.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.host.HostedService;
import dev.edgewise.agent.serve.Admission;
import dev.edgewise.agent.serve.Capacity;
import dev.edgewise.agent.serve.GenerationBoard;
import dev.edgewise.agent.serve.GenerationMeter;
import dev.edgewise.agent.serve.HealthWatch;
import dev.edgewise.agent.serve.LaneLoads;
import dev.edgewise.agent.serve.NodeCaching;
import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Clock;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.Trust;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.GrpcTransport;
import dev.edgewise.serving.cache.ResultCache;
import dev.edgewise.serving.state.StateKeeping;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A real server on a free port, and a real client of it. */
final class Rig implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(60);
  private static final int MIB = 1 << 20;

  final SystemScheduler scheduler = SystemScheduler.create("rig");
  final ExecutorService executor = Executors.newCachedThreadPool();
  final AgentServer server;
  final Admission admission;
  final ResultCache caching =
      ResultCache.open(
          new CallCaching.Setting(
              Map.of(),
              Optional.empty(),
              Optional::empty,
              () -> false,
              Clock.system(),
              new Random(2)));
  final CountingMeter meter = new CountingMeter();
  final GenerationBoard board = new GenerationBoard(Clock.system(), GenerationMeter.NONE);
  final Link link;
  private final Deque<Runnable> parts = new ArrayDeque<>();

  /** What a server is given; all of it may be left as it is. */
  static final class Setup {
    private final List<HostedService> services;
    private Capacity capacity = new Capacity(2, 8, 500, 64L * MIB, 1 << 28);
    private Node node = Rig.node(Tier.EDGE, Trust.OWN);
    private List<Accelerator> accelerators = List.of();
    private ServerLimits limits = new ServerLimits(4 * MIB, 1 << 27, 8 * 1024, 1_000, 256, 1_000);
    private boolean lanes;
    private boolean development;
    private int haste = 1;

    private Setup(List<HostedService> services) {
      this.services = services;
    }

    Setup capacity(Capacity given) {
      capacity = given;
      return this;
    }

    Setup node(Node given) {
      node = given;
      return this;
    }

    Setup accelerators(Accelerator... given) {
      accelerators = List.of(given);
      return this;
    }

    Setup limits(ServerLimits given) {
      limits = given;
      return this;
    }

    /** All calls queue in lanes. */
    Setup inLanes() {
      lanes = true;
      return this;
    }

    Setup inDevelopment() {
      development = true;
      return this;
    }

    /** The server's timers run so many times too fast. */
    Setup inHaste(int times) {
      haste = times;
      return this;
    }

    Rig start() {
      return new Rig(this);
    }
  }

  private Rig(Setup setup) {
    List<String> methods =
        setup.services.stream()
            .flatMap(service -> service.methods().stream())
            .map(MethodContract::fullName)
            .toList();
    this.admission =
        new Admission(
            methods,
            setup.lanes ? Set.copyOf(methods) : Set.of(),
            LaneLoads.NONE,
            setup.capacity,
            Clock.system(),
            42);
    HealthWatch health = new HealthWatch(setup.services, scheduler, executor);
    health.begin();
    this.server =
        AgentServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            setup.limits,
            setup.node,
            setup.accelerators,
            "test",
            setup.services,
            admission,
            NodeCaching.of(caching),
            StateKeeping.alone(Clock.system()),
            health,
            setup.development,
            meter,
            board,
            (delay, task) -> scheduler.schedule(delay.dividedBy(setup.haste), task),
            Clock.system(),
            new Random(1));
    parts.push(caching::close);
    parts.push(server::close);
    this.link = open();
  }

  static Setup with(HostedService service) {
    return with(List.of(service));
  }

  static Setup with(List<HostedService> services) {
    return new Setup(services);
  }

  static Rig of(HostedService service) {
    return with(service).start();
  }

  static Rig of(HostedService service, Capacity capacity) {
    return with(service).capacity(capacity).start();
  }

  static Node node(Tier tier, Trust trust) {
    return new Node("n1", tier, new Site("s1", trust));
  }

  /** Another connection, connected. */
  Link open() {
    GrpcTransport transport = GrpcTransport.create(scheduler, executor);
    parts.push(transport::close);
    CountDownLatch connected = new CountDownLatch(1);
    Link opened =
        transport.open(
            "127.0.0.1:" + server.port(),
            new Link.Listener() {
              @Override
              public void connected() {
                connected.countDown();
              }

              @Override
              public void disconnected(String because) {}
            });
    try {
      assertThat(connected.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return opened;
  }

  /** A call that is under way. */
  record Sent(CompletableFuture<Reply> reply, Link.Exchange exchange) {
    Reply await() {
      return reply.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
    }

    byte[] answer() {
      Reply reply = await();
      assertThat(reply).isInstanceOf(Reply.Answered.class);
      return ((Reply.Answered) reply).body().bytes();
    }
  }

  Sent send(String method, byte[] body) {
    return send(link, method, body, Label.PUBLIC, LONG);
  }

  Sent send(String method, byte[] body, Duration timeLeft) {
    return send(link, method, body, Label.PUBLIC, timeLeft);
  }

  Sent send(String method, Label label) {
    return send(link, method, new byte[0], label, LONG);
  }

  static Sent send(Link link, String method, byte[] body, Label label, Duration timeLeft) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    Link.Exchange exchange =
        link.send(
            new Request(
                FakeService.NAME + "/" + method,
                Message.of(body),
                timeLeft,
                label,
                "d-1",
                TraceContext.begin(new Random(1))),
            reply::complete);
    return new Sent(reply, exchange);
  }

  /** A call of somebody who says more of themselves. */
  static Sent send(Link link, Request request) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    return new Sent(reply, link.send(request, reply::complete));
  }

  @Override
  public void close() {
    for (Runnable close = parts.poll(); close != null; close = parts.poll()) {
      close.run();
    }
    executor.shutdown();
    scheduler.close();
  }
}

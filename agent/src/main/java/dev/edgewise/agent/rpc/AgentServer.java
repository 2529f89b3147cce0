package dev.edgewise.agent.rpc;

import dev.edgewise.agent.host.HostedService;
import dev.edgewise.agent.serve.Admission;
import dev.edgewise.agent.serve.CallMeter;
import dev.edgewise.agent.serve.GenerationBoard;
import dev.edgewise.agent.serve.HealthWatch;
import dev.edgewise.agent.serve.NodeCaching;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Clock;
import dev.edgewise.core.Node;
import dev.edgewise.core.Scheduler;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.daemon.PortTaken;
import dev.edgewise.proto.v1.CacheGrpc;
import dev.edgewise.sdk.host.Fences;
import dev.edgewise.sdk.wire.server.ArrivingBytes;
import dev.edgewise.sdk.wire.server.BoundedServerChannel;
import dev.edgewise.sdk.wire.server.CallPatience;
import dev.edgewise.sdk.wire.server.PeerGate;
import dev.edgewise.sdk.wire.tls.Tls;
import dev.edgewise.serving.state.StateKeeping;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The server that callers see. {@link #drain} stops it without failing a call, {@link #close} at
 * once.
 */
public final class AgentServer implements AutoCloseable {
  /** What a node keeps of answers is told to whoever runs it, and thrown away by nobody else. */
  private static final Map<String, Set<PeerIdentity.Role>> RESERVED =
      Map.of(
          CacheGrpc.SERVICE_NAME,
          Set.of(PeerIdentity.Role.OPERATOR, PeerIdentity.Role.ORCHESTRATOR));

  /** When no call has been turned away for this long, callers have understood. */
  private static final Duration QUIET = Duration.ofMillis(300);

  /** Somebody who goes on knocking after this long will not be taught. */
  private static final Duration LONGEST_NOISE = Duration.ofSeconds(2);

  private static final Duration GOODBYE = Duration.ofSeconds(2);
  private static final int RESET_WINDOW_SECONDS = 10;

  private final Server server;
  private final Admission admission;
  private final OpenStreams streams;
  private final EventLoopGroup loops;
  private final ExecutorService threads;

  private AgentServer(
      Server server,
      Admission admission,
      OpenStreams streams,
      EventLoopGroup loops,
      ExecutorService threads) {
    this.server = server;
    this.admission = admission;
    this.streams = streams;
    this.loops = loops;
    this.threads = threads;
  }

  /**
   * Starts a server.
   *
   * @param address where to listen; port 0 picks a free one
   * @param tls what it shows to callers and believes of them; stays the caller's; without it all is
   *     in plain text
   * @param caching answers calls again; stays the caller's
   * @param states says what becomes of checkpoints; stays the caller's
   * @param accelerators what the node has beside its processor
   * @param version of the agent's software
   * @param development whether callers are told what bodies throw
   * @param meter counts what calls come to
   * @param board is told how far generations are
   * @param random for the ids of calls that came without one; thread-safe
   * @throws dev.edgewise.core.EdgewiseException with {@code CANNOT_BIND}
   */
  public static AgentServer start(
      InetSocketAddress address,
      Optional<Tls> tls,
      ServerLimits limits,
      Node node,
      List<Accelerator> accelerators,
      String version,
      List<HostedService> services,
      Admission admission,
      NodeCaching caching,
      StateKeeping states,
      HealthWatch health,
      boolean development,
      CallMeter meter,
      GenerationBoard board,
      Scheduler scheduler,
      Clock clock,
      RandomGenerator random) {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("call-", 0).factory());
    OpenStreams streams = new OpenStreams();
    ServingParts serving =
        new ServingParts(
            node,
            accelerators,
            admission,
            caching,
            streams,
            new Fences(),
            states,
            health,
            meter,
            board,
            threads,
            scheduler,
            clock,
            random,
            limits,
            development);
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            2,
            Thread.ofPlatform().daemon().name("edgewise-io-", 0).factory(),
            NioIoHandler.newFactory());
    Server server = build(address, tls, limits, serving, version, services, loops);
    try {
      server.start();
    } catch (IOException e) {
      threads.shutdown();
      stop(loops);
      throw PortTaken.at(address.getHostString(), address.getPort(), "grpcPort", e);
    }
    return new AgentServer(server, admission, streams, loops, threads);
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  /**
   * Stops without failing a call: turns new calls away, lets those that were admitted end, goes on
   * turning away until callers have understood, and then says goodbye on each connection.
   *
   * @param patience how long admitted calls may take; calls that take longer are cut off, and
   *     streams ended with {@code DRAINING}
   * @return whether all admitted calls ended, by themselves or as streams are told to
   */
  public boolean drain(Duration patience) throws InterruptedException {
    return drain(patience, LONGEST_NOISE);
  }

  boolean drain(Duration patience, Duration longestNoise) throws InterruptedException {
    admission.stop();
    boolean empty = admission.awaitEmpty(patience);
    if (!empty && streams.end() > 0) {
      empty = admission.awaitEmpty(GOODBYE);
    }
    admission.awaitQuiet(QUIET, longestNoise);
    server.shutdown();
    if (empty) {
      server.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    }
    close();
    return empty;
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      // Callers must learn that they were cut off before bodies are interrupted: what a body makes
      // of an interrupt would look like a failure of its own.
      server.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
    stop(loops);
  }

  private static void stop(EventLoopGroup loops) {
    loops
        .shutdownGracefully(0, GOODBYE.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(GOODBYE.toMillis());
  }

  private static Server build(
      InetSocketAddress address,
      Optional<Tls> tls,
      ServerLimits limits,
      ServingParts serving,
      String version,
      List<HostedService> services,
      EventLoopGroup loops) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                address, tls.map(Tls::server).orElseGet(InsecureServerCredentials::create))
            .channelFactory(
                () -> new BoundedServerChannel(limits.maxConnections(), limits.maxResets(), tls))
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .directExecutor()
            .addService(new AgentService(serving, services, version))
            .addService(new CacheService(serving.caching(), serving.threads()))
            .fallbackHandlerRegistry(new OfferedMethods(serving, services))
            .maxInboundMetadataSize(limits.maxHeaders())
            .maxConcurrentCallsPerConnection(limits.maxStreams())
            .maxRstFramesPerWindow(limits.maxResets(), RESET_WINDOW_SECONDS)
            .handshakeTimeout(5, TimeUnit.SECONDS)
            .permitKeepAliveTime(10, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            // Finds connections whose other end has gone without a word; they count as open until
            // then.
            .keepAliveTime(30, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS);
    NettyServerBuilder watched =
        ArrivingBytes.watch(
            CallPatience.watch(builder, serving.clock(), loops),
            // Methods that take less say so themselves, and how more can be sent.
            largest(limits, services),
            serving.clock(),
            loops);
    // The last is the first that a call meets.
    return tls.map(each -> PeerGate.before(watched, RESERVED, serving.clock(), each::tellRefused))
        .orElse(watched)
        .build();
  }

  private static int largest(ServerLimits limits, List<HostedService> services) {
    return services.stream()
        .mapToInt(service -> limits.of(service.name()).maxMessage())
        .max()
        .orElse(limits.maxMessage());
  }
}

package dev.edgewise.orchestrator.rpc;

import dev.edgewise.core.Clock;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.proto.externalscaler.ExternalScalerGrpc;
import dev.edgewise.proto.v1.ContentGrpc;
import dev.edgewise.proto.v1.ControlGrpc;
import dev.edgewise.proto.v1.OperatorGrpc;
import dev.edgewise.proto.v1.RanksGrpc;
import dev.edgewise.proto.v1.TrainingGrpc;
import dev.edgewise.proto.v1.ZonesGrpc;
import dev.edgewise.sdk.wire.server.ArrivingBytes;
import dev.edgewise.sdk.wire.server.BoundedServerChannel;
import dev.edgewise.sdk.wire.server.CallPatience;
import dev.edgewise.sdk.wire.server.PeerGate;
import io.grpc.HandlerRegistry;
import io.grpc.ServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Gives Micronaut's gRPC server its limits, and the methods that are not its own. */
@Singleton
@Bean(preDestroy = "close")
final class BoundedServer implements BeanCreatedEventListener<ServerBuilder<?>>, AutoCloseable {
  private static final Duration GOODBYE = Duration.ofSeconds(1);
  private static final int MOST_RESETS = 1_000;
  private static final int RESET_WINDOW_SECONDS = 10;
  private static final int MOST_STREAMS = 100;
  private static final int WINDOW = 1 << 18;

  /** Who may register nodes, and who may steer them. Calls through the gateway are for all. */
  private static final Map<String, Set<PeerIdentity.Role>> RESERVED =
      Map.of(
          ControlGrpc.SERVICE_NAME, Set.of(PeerIdentity.Role.NODE),
          OperatorGrpc.SERVICE_NAME, Set.of(PeerIdentity.Role.OPERATOR),
          ZonesGrpc.SERVICE_NAME, Set.of(PeerIdentity.Role.OPERATOR),
          // What is submitted runs as a program on nodes.
          TrainingGrpc.SERVICE_NAME, Set.of(PeerIdentity.Role.OPERATOR),
          RanksGrpc.SERVICE_NAME, Set.of(PeerIdentity.Role.NODE),
          ContentGrpc.SERVICE_NAME, Set.of(PeerIdentity.Role.OPERATOR, PeerIdentity.Role.NODE),
          // KEDA is told of zones, and steers nothing here.
          ExternalScalerGrpc.SERVICE_NAME,
              Set.of(PeerIdentity.Role.CLIENT, PeerIdentity.Role.OPERATOR));

  /** The fleet's own, and KEDA's: nobody is a guest there. */
  private static final List<String> PROTOCOLS = List.of("edgewise.v1.", "externalscaler.");

  private final ServerSettings settings;
  private final HandlerRegistry others;
  private final Clock clock;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          2,
          Thread.ofPlatform().daemon().name("edgewise-io-", 0).factory(),
          NioIoHandler.newFactory());

  BoundedServer(ServerSettings settings, HandlerRegistry others, Clock clock) {
    this.settings = settings;
    this.others = others;
    this.clock = clock;
  }

  @Override
  public ServerBuilder<?> onCreated(BeanCreatedEvent<ServerBuilder<?>> event) {
    if (!(event.getBean() instanceof NettyServerBuilder builder)) {
      return event.getBean();
    }
    NettyServerBuilder bounded =
        ArrivingBytes.watch(
                CallPatience.watch(builder, clock, loops),
                // One bound for all methods, so that what is too large is refused when it begins.
                settings.maxMessage(),
                clock,
                loops)
            .channelFactory(
                () ->
                    new BoundedServerChannel(
                        settings.maxConnections(), MOST_RESETS, settings.tls()))
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            // What one connection can make the server hold that it has not read yet.
            .flowControlWindow(WINDOW)
            .fallbackHandlerRegistry(others)
            .maxInboundMetadataSize(settings.maxHeaders())
            .maxConcurrentCallsPerConnection(MOST_STREAMS)
            .maxRstFramesPerWindow(MOST_RESETS, RESET_WINDOW_SECONDS)
            .handshakeTimeout(5, TimeUnit.SECONDS)
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            // Finds streams whose other end has gone without a word, after its lease has ended.
            .keepAliveTime(30, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS);
    return settings
        .tls()
        // The last interceptor is the first that a call meets.
        .map(
            tls ->
                PeerGate.before(
                    bounded.sslContext(tls.guestContext()),
                    RESERVED,
                    // Who has no certificate shows an API key, and calls methods of the fleet.
                    method -> PROTOCOLS.stream().noneMatch(method::startsWith),
                    clock,
                    tls::tellRefused))
        .orElse(bounded);
  }

  @Override
  public void close() {
    loops
        .shutdownGracefully(0, GOODBYE.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(GOODBYE.toMillis());
  }
}

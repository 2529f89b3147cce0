package dev.edgewise.sdk.wire;

import dev.edgewise.core.Address;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.sdk.wire.tls.Expectation;
import dev.edgewise.sdk.wire.tls.Tls;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** How this side sets up gRPC. */
public final class Channels {
  /**
   * Bytes of what gRPC calls a message, in either direction: gRPC's own default, so that any client
   * works.
   */
  public static final int MAX_MESSAGE = 4 * 1024 * 1024;

  private Channels() {}

  /** Makes a channel to an orchestrator, as {@link #open} does. */
  public static ManagedChannel toOrchestrator(
      Address address, Optional<Tls> tls, Executor executor) {
    return open(address, tls, Expectation.of(PeerIdentity.Role.ORCHESTRATOR), executor);
  }

  /**
   * Makes a channel. Whether a call is sent again is the invoker's decision alone, so gRPC's
   * retries are off, and so is whatever would look up configuration or a proxy elsewhere.
   *
   * @param tls what is shown and believed; without it the channel is in plain text
   * @param expectation who has to be at the other end, when that can be told by a certificate
   */
  public static ManagedChannel open(
      Address address, Optional<Tls> tls, Expectation expectation, Executor executor) {
    return NettyChannelBuilder.forAddress(
            address.host(),
            address.port(),
            tls.map(each -> each.channel(expectation))
                .orElseGet(InsecureChannelCredentials::create))
        .executor(executor)
        .maxInboundMessageSize(MAX_MESSAGE)
        .disableRetry()
        .disableServiceConfigLookUp()
        .proxyDetector(server -> null)
        // So long that gRPC takes it for never: an idle connection must stay warm.
        .idleTimeout(Long.MAX_VALUE, TimeUnit.DAYS)
        .build();
  }
}

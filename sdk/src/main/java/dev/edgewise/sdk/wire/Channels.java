package dev.edgewise.sdk.wire;

import dev.edgewise.core.Address;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
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

  /**
   * Makes a channel in plain text. Whether a call is sent again is the invoker's decision alone, so
   * gRPC's retries are off, and so is whatever would look up configuration or a proxy elsewhere.
   */
  public static ManagedChannel plaintext(Address address, Executor executor) {
    return NettyChannelBuilder.forAddress(address.host(), address.port())
        .usePlaintext()
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

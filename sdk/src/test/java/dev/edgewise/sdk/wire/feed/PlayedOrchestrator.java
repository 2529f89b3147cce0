package dev.edgewise.sdk.wire.feed;

import dev.edgewise.proto.v1.FleetGrpc;
import dev.edgewise.proto.v1.FromClient;
import dev.edgewise.proto.v1.FullView;
import dev.edgewise.proto.v1.NodeEntry;
import dev.edgewise.proto.v1.Tier;
import dev.edgewise.proto.v1.ToClient;
import dev.edgewise.proto.v1.ViewDelta;
import dev.edgewise.sdk.wire.LoopbackServer;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The orchestrator's end of {@code Fleet/Watch}, played by hand on a real socket. */
public final class PlayedOrchestrator extends FleetGrpc.FleetImplBase {
  final BlockingQueue<FromClient> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<StreamObserver<ToClient>> streams = new LinkedBlockingQueue<>();
  private int port;
  private @Nullable Server server;

  /**
   * Starts, again on the same port when it has run before. It says nothing by itself, and so seems
   * silent to a feed on a clock that runs.
   */
  public PlayedOrchestrator start() throws IOException {
    if (port == 0) {
      port = LoopbackServer.freePort();
    }
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .addService(this)
            .build()
            .start();
    return this;
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  public void stop() throws InterruptedException {
    if (server != null) {
      server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  @Override
  public StreamObserver<FromClient> watch(StreamObserver<ToClient> down) {
    streams.add(down);
    return new StreamObserver<>() {
      @Override
      public void onNext(FromClient message) {
        heard.add(message);
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        down.onCompleted();
      }
    };
  }

  /** The next stream that a client opens. */
  public StreamObserver<ToClient> stream() throws InterruptedException {
    return Optional.ofNullable(streams.poll(20, TimeUnit.SECONDS)).orElseThrow();
  }

  /** Waits for a message, and throws those before it away. */
  public FromClient awaitMessage(Predicate<FromClient> wanted) throws InterruptedException {
    while (true) {
      FromClient message = Optional.ofNullable(heard.poll(20, TimeUnit.SECONDS)).orElseThrow();
      if (wanted.test(message)) {
        return message;
      }
    }
  }

  public static NodeEntry edge(String name, String address) {
    NodeEntry.Builder entry =
        NodeEntry.newBuilder().setNode(name).setTier(Tier.TIER_EDGE).setAddress(address);
    entry.getSiteBuilder().setName(name);
    return entry.build();
  }

  public static ToClient full(long version, NodeEntry... nodes) {
    FullView.Builder full = FullView.newBuilder().setVersion(version);
    for (NodeEntry node : nodes) {
      full.addNodes(node);
    }
    return ToClient.newBuilder().setFull(full).build();
  }

  public static ToClient delta(ViewDelta.Builder delta) {
    return ToClient.newBuilder().setDelta(delta).build();
  }
}

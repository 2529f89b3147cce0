package dev.edgewise.lab.rpc;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Many agents without a body, each with a connection of its own to the orchestrator, and a client
 * that is told of them.
 */
public final class HollowFleet implements AutoCloseable {
  private final String host;
  private final int port;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          2, Thread.ofPlatform().daemon().name("hollow-", 0).factory(), NioIoHandler.newFactory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("hollow-timer").factory());
  private final List<HollowAgent> agents = new ArrayList<>();
  private final HollowClient client;

  private HollowFleet(String host, int port) {
    this.host = host;
    this.port = port;
    this.client = new HollowClient(channel());
  }

  /** A client at an orchestrator, and no agent yet. */
  public static HollowFleet at(String host, int port) {
    return new HollowFleet(host, port);
  }

  /** Lets so many agents register at once, and keep their leases from then on. */
  public void register(int count) {
    for (int i = 0; i < count; i++) {
      agents.add(new HollowAgent("hollow-" + i, this::channel, timer));
    }
    agents.forEach(HollowAgent::connect);
  }

  /** Breaks an agent's connection; it registers again at once. */
  public void reconnect(int agent) {
    agents.get(agent).reconnect();
  }

  /** Ends the client's stream and begins another. */
  public void reconnectClient() {
    client.reconnect();
  }

  /** How many nodes the client sees alive. */
  public int alive() {
    return client.alive();
  }

  /** How often the orchestrator turned an agent away. */
  public long refusals() {
    return agents.stream().mapToLong(HollowAgent::refusals).sum();
  }

  /** How many messages the client was sent. */
  public long viewMessages() {
    return client.messages();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    agents.forEach(HollowAgent::close);
    client.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private ManagedChannel channel() {
    return NettyChannelBuilder.forAddress(host, port)
        .usePlaintext()
        .eventLoopGroup(loops)
        .channelType(NioSocketChannel.class)
        .directExecutor()
        .build();
  }
}

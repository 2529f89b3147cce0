package dev.edgewise.agent.control.rpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.proto.v1.ControlGrpc;
import dev.edgewise.proto.v1.Desired;
import dev.edgewise.proto.v1.FromAgent;
import dev.edgewise.proto.v1.Registered;
import dev.edgewise.proto.v1.Renewed;
import dev.edgewise.proto.v1.ToAgent;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An orchestrator of one agent, on a port; it says yes to everything and remembers it. */
public final class TestOrchestrator implements AutoCloseable {
  private final BlockingQueue<FromAgent> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<StreamObserver<ToAgent>> streams = new LinkedBlockingQueue<>();
  private final Server server;
  private final int port;

  private TestOrchestrator(int port) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .addService(new Service())
            .build()
            .start();
    this.port = server.getPort();
  }

  /** Starts one; port 0 picks a free one. */
  public static TestOrchestrator start(int port) throws IOException {
    return new TestOrchestrator(port);
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** The port that it listens on, or did. */
  public int port() {
    return port;
  }

  /** The next message of a kind; others are dropped. */
  public FromAgent next(FromAgent.KindCase kind) throws InterruptedException {
    while (true) {
      FromAgent message = heard.poll(60, TimeUnit.SECONDS);
      assertThat(message).as("a message of kind " + kind).isNotNull();
      if (requireNonNull(message).getKindCase() == kind) {
        return message;
      }
    }
  }

  /** Wants something of the agent, on its newest stream. */
  public void desire(long version, boolean drain) throws InterruptedException {
    StreamObserver<ToAgent> stream = streams.take();
    streams.add(stream);
    ToAgent desired =
        ToAgent.newBuilder()
            .setDesired(Desired.newBuilder().setVersion(version).setDrain(drain))
            .build();
    // Answers leave on gRPC's own threads, and a stream takes one message at a time.
    synchronized (stream) {
      stream.onNext(desired);
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Service extends ControlGrpc.ControlImplBase {
    @Override
    public StreamObserver<FromAgent> connect(StreamObserver<ToAgent> out) {
      streams.clear();
      streams.add(out);
      return new StreamObserver<>() {
        @Override
        public void onNext(FromAgent message) {
          heard.add(message);
          synchronized (out) {
            answer(message);
          }
        }

        private void answer(FromAgent message) {
          switch (message.getKindCase()) {
            case REGISTER ->
                out.onNext(
                    ToAgent.newBuilder()
                        .setRegistered(
                            Registered.newBuilder()
                                .setEpoch(5)
                                .setLeaseMillis(3_000)
                                .setHeartbeatMillis(50)
                                .setVersion("9"))
                        .build());
            case RENEW ->
                out.onNext(
                    ToAgent.newBuilder().setRenewed(Renewed.newBuilder().setEpoch(5)).build());
            case DEREGISTER -> out.onCompleted();
            default -> {}
          }
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {}
      };
    }
  }
}

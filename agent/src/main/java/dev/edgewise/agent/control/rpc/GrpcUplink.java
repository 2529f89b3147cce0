package dev.edgewise.agent.control.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.control.ToOrchestrator;
import dev.edgewise.agent.control.Uplink;
import dev.edgewise.proto.v1.ControlGrpc;
import dev.edgewise.proto.v1.FromAgent;
import dev.edgewise.proto.v1.ToAgent;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import org.jspecify.annotations.Nullable;

/**
 * Streams to one orchestrator. Each has a connection of its own: gRPC's channels back off on their
 * own account, and would still be waiting when the orchestrator is long back.
 */
public final class GrpcUplink implements Uplink {
  /** What an orchestrator has to say is short. */
  private static final int MAX_MESSAGE = 64 * 1024;

  private final String host;
  private final int port;

  /**
   * An uplink; nothing is opened yet.
   *
   * @param address {@code host:port}, IPv6 addresses in brackets
   */
  public GrpcUplink(String address) {
    int colon = address.lastIndexOf(':');
    String name = address.substring(0, colon);
    this.host = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    this.port = Integer.parseInt(address.substring(colon + 1));
  }

  @Override
  public Stream open(Listener listener) {
    requireNonNull(listener, "listener");
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(host, port)
            .usePlaintext()
            // Not on the thread that opens: with a direct executor a connection that is refused is
            // told of before open() has returned.
            .executor(task -> Thread.ofVirtual().name("edgewise-control").start(task))
            .maxInboundMessageSize(MAX_MESSAGE)
            .disableRetry()
            .disableServiceConfigLookUp()
            .proxyDetector(server -> null)
            .build();
    Opened stream = new Opened(channel, listener);
    ControlGrpc.newStub(channel).connect(stream);
    return stream;
  }

  private static final class Opened implements Stream, ClientResponseObserver<FromAgent, ToAgent> {
    private final ManagedChannel channel;
    private final Listener listener;
    private @Nullable ClientCallStreamObserver<FromAgent> out;

    Opened(ManagedChannel channel, Listener listener) {
      this.channel = channel;
      this.listener = listener;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<FromAgent> out) {
      this.out = out;
    }

    @Override
    public void onNext(ToAgent message) {
      ControlMessages.fromProto(message).ifPresent(listener::heard);
    }

    @Override
    public void onError(Throwable error) {
      Status status = Status.fromThrowable(error);
      Throwable reason = status.getCause();
      ended(
          status.getCode()
              + (status.getDescription() == null ? "" : ", " + status.getDescription())
              + (reason == null ? "" : ", " + reason.getMessage()));
    }

    @Override
    public void onCompleted() {
      ended("it ended the stream");
    }

    private void ended(String because) {
      channel.shutdownNow();
      listener.broke(because);
    }

    @Override
    public void send(ToOrchestrator message) {
      requireNonNull(out).onNext(ControlMessages.toProto(message));
    }

    @Override
    public void finish() {
      requireNonNull(out).onCompleted();
      channel.shutdown();
    }

    @Override
    public void cancel() {
      requireNonNull(out).cancel("given up", null);
      channel.shutdown();
    }
  }
}

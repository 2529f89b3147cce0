package dev.edgewise.lab.rpc;

import dev.edgewise.proto.v1.FleetGrpc;
import dev.edgewise.proto.v1.FromClient;
import dev.edgewise.proto.v1.FullView;
import dev.edgewise.proto.v1.Hello;
import dev.edgewise.proto.v1.Liveness;
import dev.edgewise.proto.v1.NodeEntry;
import dev.edgewise.proto.v1.Resync;
import dev.edgewise.proto.v1.ToClient;
import dev.edgewise.proto.v1.ViewDelta;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client that keeps its view, and calls nobody. */
final class HollowClient {
  private final ManagedChannel channel;
  private final Map<String, NodeEntry> view = new HashMap<>();
  private @Nullable StreamObserver<FromClient> out;
  private long stream;
  private long version;
  private long messages;

  HollowClient(ManagedChannel channel) {
    this.channel = channel;
    reconnect();
  }

  synchronized void reconnect() {
    if (out != null) {
      out.onCompleted();
    }
    StreamObserver<FromClient> to = FleetGrpc.newStub(channel).watch(new Views(++stream));
    out = to;
    to.onNext(
        FromClient.newBuilder()
            .setHello(Hello.newBuilder().setProtocol(1).setClient("hollow").setVersion("hollow"))
            .build());
  }

  synchronized int alive() {
    return (int)
        view.values().stream()
            .filter(node -> node.getLiveness() == Liveness.LIVENESS_ALIVE)
            .count();
  }

  synchronized long messages() {
    return messages;
  }

  void close() {
    channel.shutdownNow();
  }

  private synchronized void receive(long number, ToClient message) {
    if (number != stream) {
      return;
    }
    messages++;
    if (message.hasFull()) {
      replace(message.getFull());
    } else if (message.hasDelta()) {
      apply(message.getDelta());
    }
  }

  private void replace(FullView full) {
    view.clear();
    full.getNodesList().forEach(node -> view.put(node.getNode(), node));
    version = full.getVersion();
  }

  private void apply(ViewDelta delta) {
    if (delta.getFrom() != version) {
      if (out != null) {
        out.onNext(FromClient.newBuilder().setResync(Resync.getDefaultInstance()).build());
      }
      return;
    }
    delta.getChangedList().forEach(node -> view.put(node.getNode(), node));
    delta.getRemovedList().forEach(view::remove);
    version = delta.getVersion();
  }

  private final class Views implements StreamObserver<ToClient> {
    private final long number;

    private Views(long number) {
      this.number = number;
    }

    @Override
    public void onNext(ToClient message) {
      receive(number, message);
    }

    @Override
    public void onError(Throwable error) {
      // The figures show it: the view goes stale.
    }

    @Override
    public void onCompleted() {}
  }
}

package dev.edgewise.sdk.local;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.Load;
import dev.edgewise.sdk.link.Described;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.link.Transport;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * Reaches nodes in this JVM. Calls go through the same codecs as over a socket, so that going
 * remote changes nothing but configuration: no body ever sees the caller's own objects.
 */
public final class LocalTransport implements Transport {
  private final Map<String, LocalNode> nodes;
  private final ExecutorService executor;
  private final Parts parts;

  /**
   * A transport to these nodes.
   *
   * @param nodes by address
   * @param executor runs bodies and callbacks; closed by who made it
   */
  public LocalTransport(Map<String, LocalNode> nodes, ExecutorService executor, Clock clock) {
    this.nodes = Map.copyOf(nodes);
    this.executor = requireNonNull(executor, "executor");
    this.parts = new Parts(executor, clock);
  }

  /** What a call in this JVM needs. */
  record Parts(ExecutorService executor, Clock clock) {
    Parts {
      requireNonNull(executor, "executor");
      requireNonNull(clock, "clock");
    }
  }

  @Override
  public Link open(String address, Link.Listener listener) {
    LocalNode node = nodes.get(address);
    if (node == null) {
      throw new IllegalArgumentException(
          "address: " + address + " (expected: one of " + nodes.keySet() + ")");
    }
    executor.execute(listener::connected);
    return new LocalLink(node);
  }

  @Override
  public void close() {
    // Nothing is held open: the executor belongs to who made it.
  }

  private final class LocalLink implements Link {
    private final LocalNode node;

    LocalLink(LocalNode node) {
      this.node = node;
    }

    @Override
    public Exchange send(Request request, Consumer<Reply> onReply) {
      LocalCall call = new LocalCall(parts, node, request, onReply);
      call.start();
      return call;
    }

    @Override
    public ItemExchange stream(Request request, ItemListener listener) {
      LocalStream stream = new LocalStream(parts, node, request, listener);
      stream.start();
      return stream;
    }

    @Override
    public void probe(Duration timeout, Consumer<Optional<Load>> onAnswer) {
      executor.execute(() -> onAnswer.accept(Optional.of(node.load())));
    }

    @Override
    public void wrong(String decisionId, Duration timeout, Consumer<Boolean> onAnswer) {
      executor.execute(() -> onAnswer.accept(node.caching().wrong(decisionId)));
    }

    @Override
    public void describe(Duration timeout, Consumer<Described> onAnswer) {
      executor.execute(
          () ->
              onAnswer.accept(
                  new Described.Answer(
                      node.node(), node.methods(), node.load(), node.accelerators())));
    }

    @Override
    public void reconnect() {}

    @Override
    public void close() {}
  }
}

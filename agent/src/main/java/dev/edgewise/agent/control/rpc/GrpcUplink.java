package dev.edgewise.agent.control.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.control.ToOrchestrator;
import dev.edgewise.agent.control.Uplink;
import dev.edgewise.core.Address;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.proto.v1.ControlGrpc;
import dev.edgewise.proto.v1.FromAgent;
import dev.edgewise.proto.v1.ToAgent;
import dev.edgewise.sdk.wire.feed.Whereabouts;
import dev.edgewise.sdk.wire.tls.Expectation;
import dev.edgewise.sdk.wire.tls.Tls;
import dev.edgewise.sdk.wire.tls.TlsTroubles;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Streams to one orchestrator, wherever its locator says that it is. Each has a connection of its
 * own: gRPC's channels back off on their own account, and would still be waiting when the
 * orchestrator is long back. A stream whose orchestrator has moved breaks, so that the next one
 * leads to the new place.
 */
public final class GrpcUplink implements Uplink, AutoCloseable {
  /** What an orchestrator has to say is short. */
  private static final int MAX_MESSAGE = 64 * 1024;

  private static final Logger LOG = System.getLogger(GrpcUplink.class.getName());

  private final Whereabouts whereabouts;
  private final Optional<Tls> tls;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("edgewise-control-", 0).factory());

  /** The last stream, and where it leads. */
  private final AtomicReference<@Nullable Opened> last = new AtomicReference<>();

  /**
   * An uplink; nothing is looked for yet.
   *
   * @param address {@code host:port}, or where that can be found out, {@code consul://host:8500}
   * @param tls what is shown and believed; stays the caller's; without it all is in plain text
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_CLIENT} when that is no address,
   *     {@code NO_INTEGRATION} when nothing here knows its scheme
   */
  public GrpcUplink(String address, Optional<Tls> tls) {
    this(Whereabouts.of(address), tls);
  }

  GrpcUplink(Whereabouts whereabouts, Optional<Tls> tls) {
    this.whereabouts = whereabouts;
    this.tls = requireNonNull(tls, "tls");
  }

  /**
   * Begins to look for the orchestrator.
   *
   * @param onNews called when it was found, or when it is known why it was not, perhaps before this
   *     returns; may be called again
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_CLIENT} when the address cannot be
   *     read
   */
  public void locate(Runnable onNews) {
    whereabouts.start(
        () -> {
          onNews.run();
          placeSaid();
        });
  }

  /** Where the orchestrator is, as an operator wrote it. */
  public String orchestrator() {
    return whereabouts.asked();
  }

  private void placeSaid() {
    Opened stream = last.get();
    Optional<String> place = whereabouts.now();
    if (stream != null && place.isPresent() && !place.get().equals(stream.place)) {
      stream.leave("the orchestrator has moved");
    }
  }

  @Override
  public Stream open(Listener listener) {
    requireNonNull(listener, "listener");
    Optional<String> place = whereabouts.now();
    if (place.isEmpty()) {
      String because = whereabouts.because();
      onItsOwn(() -> listener.broke(because));
      return new Nowhere();
    }
    ManagedChannel channel = channel(place.get());
    Opened stream = new Opened(place.get(), channel, listener);
    last.set(stream);
    ControlGrpc.newStub(channel).connect(stream);
    return stream;
  }

  private ManagedChannel channel(String place) {
    Address address = Address.parse(place);
    return NettyChannelBuilder.forAddress(
            address.host(),
            address.port(),
            tls.map(each -> each.channel(Expectation.of(PeerIdentity.Role.ORCHESTRATOR)))
                .orElseGet(InsecureChannelCredentials::create))
        // Not on the thread that opens: with a direct executor a connection that is refused is
        // told of before open() has returned.
        .executor(this::onItsOwn)
        .maxInboundMessageSize(MAX_MESSAGE)
        .disableRetry()
        .disableServiceConfigLookUp()
        .proxyDetector(server -> null)
        .build();
  }

  /**
   * On a thread of the system's own: a body that spends its time in native code holds carriers of
   * virtual threads, and the node must not lose its lease because a model runs.
   */
  private void onItsOwn(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      // The last words of a stream that ends with the agent; nobody is left who would listen.
      LOG.log(Level.DEBUG, "after the end of the uplink", e);
    }
  }

  /** Ends the search; streams are ended by whoever opened them. */
  @Override
  public void close() {
    whereabouts.close();
    threads.shutdown();
  }

  /** A stream while nobody knows where the orchestrator is. */
  private static final class Nowhere implements Stream {
    @Override
    public void send(ToOrchestrator message) {}

    @Override
    public void finish() {}

    @Override
    public void cancel() {}
  }

  private final class Opened implements Stream, ClientResponseObserver<FromAgent, ToAgent> {
    private final String place;
    private final ManagedChannel channel;
    private final Listener listener;
    private @Nullable ClientCallStreamObserver<FromAgent> out;

    Opened(String place, ManagedChannel channel, Listener listener) {
      this.place = place;
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
          TlsTroubles.explained(
              status.getCode()
                  + (status.getDescription() == null ? "" : ", " + status.getDescription())
                  + (reason == null ? "" : ", " + reason.getMessage())));
    }

    @Override
    public void onCompleted() {
      ended("it ended the stream");
    }

    /** Breaks it from this side; what is heard of it later no longer counts. */
    void leave(String because) {
      onItsOwn(() -> ended(because));
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

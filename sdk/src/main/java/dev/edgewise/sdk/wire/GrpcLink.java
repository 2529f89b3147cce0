package dev.edgewise.sdk.wire;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.edgewise.core.Address;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.core.Scheduler;
import dev.edgewise.proto.v1.ProbeResponse;
import dev.edgewise.sdk.link.Described;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.tls.SameNode;
import dev.edgewise.sdk.wire.tls.Tls;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One channel to one node, kept connected.
 *
 * <p>gRPC waits up to two minutes between attempts to connect, and offers no way to set that; so
 * while there is no connection its waiting is ended from here, after 0.2 s at first and each second
 * later. A refused connection on the way costs next to nothing, and a node that was started again
 * is found soon.
 */
final class GrpcLink implements Link {
  private static final System.Logger LOG = System.getLogger(GrpcLink.class.getName());
  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final Address address;
  private final Listener listener;
  private final Scheduler scheduler;
  private final Executor executor;
  private final Consumer<GrpcLink> onClose;
  private final boolean certified;
  private final ManagedChannel channel;
  private final UnaryMethods methods = new UnaryMethods();

  /** Tells the listener one thing after the other, whatever it throws. */
  private final SynchronizationContext events =
      new SynchronizationContext(
          (thread, failure) ->
              LOG.log(System.Logger.Level.WARNING, "a listener of a link failed", failure));

  private final Object lock = new Object();
  private boolean closed;
  private Duration wait = FIRST_WAIT;
  private Scheduler.@Nullable Cancellable nextAttempt;

  GrpcLink(
      Address address,
      Optional<Tls> tls,
      Listener listener,
      Scheduler scheduler,
      Executor executor,
      Consumer<GrpcLink> onClose) {
    this.address = requireNonNull(address, "address");
    this.listener = requireNonNull(listener, "listener");
    this.scheduler = requireNonNull(scheduler, "scheduler");
    this.executor = requireNonNull(executor, "executor");
    this.onClose = requireNonNull(onClose, "onClose");
    this.certified = tls.isPresent();
    this.channel = Channels.open(address, tls, new SameNode(), this::runUnlessOver);
  }

  /**
   * Runs what gRPC has to tell. Its last words, that the channel is shut down, may come after the
   * executor has been shut down too.
   */
  private void runUnlessOver(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      if (!isClosed()) {
        throw e;
      }
    }
  }

  /** Begins to connect; to be called once. */
  void connect() {
    scheduleAttempt();
    watch(channel.getState(true));
  }

  /** Waits for the state to become another than {@code last}; one wait at a time is under way. */
  private void watch(ConnectivityState last) {
    if (!isClosed()) {
      channel.notifyWhenStateChanged(last, () -> stateChanged(last));
    }
  }

  private void stateChanged(ConnectivityState last) {
    ConnectivityState now = channel.getState(false);
    if (now == ConnectivityState.SHUTDOWN) {
      return;
    }
    // In this order: what happens while the listener listens is neither missed nor told first.
    events.executeLater(() -> tell(last, now));
    watch(now);
    events.drain();
  }

  private void tell(ConnectivityState last, ConnectivityState now) {
    // States in between may have been missed: READY again after READY is a new connection.
    if (last == ConnectivityState.READY) {
      scheduleAttempt();
      listener.disconnected("the connection to " + address + " broke");
    } else if (now == ConnectivityState.TRANSIENT_FAILURE) {
      listener.disconnected("no connection to " + address + " could be made");
      askWhy();
    }
    if (now == ConnectivityState.READY) {
      stopAttempts();
      listener.connected();
    } else if (now == ConnectivityState.IDLE) {
      channel.getState(true);
    }
  }

  /**
   * Finds out whether the last attempt to connect was refused: a call that does not wait for a
   * connection ends at once, with the reason.
   */
  private void askWhy() {
    ClientCall<Message, Message> call =
        channel.newCall(
            MessageMarshaller.unary(Descriptions.PROBE),
            CallOptions.DEFAULT.withDeadlineAfter(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS));
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            if (Statuses.isRefusal(status)) {
              events.execute(listener::refused);
            }
          }
        },
        new Metadata());
    call.sendMessage(Message.EMPTY);
    call.halfClose();
  }

  private void scheduleAttempt() {
    synchronized (lock) {
      if (closed || nextAttempt != null) {
        return;
      }
      nextAttempt = scheduler.schedule(wait, this::attempt);
      Duration longer = wait.multipliedBy(3).dividedBy(2);
      wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    }
  }

  private void attempt() {
    synchronized (lock) {
      nextAttempt = null;
    }
    ConnectivityState now = channel.getState(true);
    if (now == ConnectivityState.TRANSIENT_FAILURE) {
      // The channel keeps this state from one failed attempt to the next and tells of it once. A
      // process that is killed may break one connection more before nobody listens any more.
      askWhy();
    }
    if (now != ConnectivityState.READY) {
      channel.resetConnectBackoff();
      scheduleAttempt();
    }
  }

  private void stopAttempts() {
    synchronized (lock) {
      wait = FIRST_WAIT;
      cancelAttempt();
    }
  }

  private void cancelAttempt() {
    Scheduler.Cancellable next = nextAttempt;
    if (next != null) {
      next.cancel();
      nextAttempt = null;
    }
  }

  @Override
  public void reconnect() {
    stopAttempts();
    channel.resetConnectBackoff();
    if (channel.getState(true) != ConnectivityState.READY) {
      scheduleAttempt();
    }
  }

  @Override
  public Exchange send(Request request, Consumer<Reply> onReply) {
    return send(request, this::runUnlessOver, onReply);
  }

  @Override
  public Exchange send(Request request, Executor waiting, Consumer<Reply> onReply) {
    Optional<Reply> refusal = notSent(request);
    if (refusal.isPresent()) {
      waiting.execute(() -> onReply.accept(refusal.get()));
      return () -> {};
    }
    return Calls.start(channel, methods.of(request.method()), request, waiting, onReply);
  }

  @Override
  public ItemExchange stream(Request request, ItemListener listener) {
    Optional<Reply> refusal = notSent(request);
    if (refusal.isPresent()) {
      executor.execute(() -> listener.ended(refusal.get()));
      return ItemExchange.over();
    }
    return Calls.start(channel, request, listener);
  }

  private Optional<Reply> notSent(Request request) {
    return isClosed() ? Optional.of(closedReply()) : Calls.refusal(request);
  }

  private boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  private static Reply closedReply() {
    return new Reply.NotRun(
        ErrorCode.NODE_LOST, "never sent: the link is closed", Optional.empty());
  }

  @Override
  public void probe(Duration timeout, Consumer<Optional<Load>> onAnswer) {
    WholeCall.start(
        channel,
        Descriptions.PROBE,
        Message.EMPTY,
        timeout,
        new Metadata(),
        reply -> onAnswer.accept(load(reply)));
  }

  private static Optional<Load> load(Reply reply) {
    if (!(reply instanceof Reply.Answered answered)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Protos.fromProto(ProbeResponse.parseFrom(answered.body().contiguous()).getLoad()));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  @Override
  public void wrong(String decisionId, Duration timeout, Consumer<Boolean> onAnswer) {
    WholeCall.start(
        channel,
        Descriptions.WRONG_ANSWER,
        Descriptions.wrongAnswer(decisionId),
        timeout,
        new Metadata(),
        reply -> onAnswer.accept(Descriptions.isKnown(reply)));
  }

  @Override
  public void describe(Duration timeout, Consumer<Described> onAnswer) {
    PeerWatch watch = new PeerWatch();
    WholeCall.start(
        certified ? ClientInterceptors.intercept(channel, watch) : channel,
        Descriptions.DESCRIBE,
        Descriptions.request(false),
        timeout,
        new Metadata(),
        reply -> {
          Described described = Descriptions.described(address, reply);
          onAnswer.accept(certified ? watch.believed(described) : described);
        });
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      cancelAttempt();
    }
    channel.shutdownNow();
    onClose.accept(this);
  }

  /** Waits for what a closed link still has to tell. */
  void awaitClosed(Duration longest) throws InterruptedException {
    channel.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS);
  }
}

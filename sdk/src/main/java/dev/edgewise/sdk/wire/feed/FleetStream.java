package dev.edgewise.sdk.wire.feed;

import dev.edgewise.core.Address;
import dev.edgewise.core.Clock;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Scheduler;
import dev.edgewise.core.Text;
import dev.edgewise.proto.v1.FleetGrpc;
import dev.edgewise.proto.v1.FromClient;
import dev.edgewise.proto.v1.Hello;
import dev.edgewise.proto.v1.Refusal;
import dev.edgewise.proto.v1.RefusalKind;
import dev.edgewise.proto.v1.Resync;
import dev.edgewise.proto.v1.ToClient;
import dev.edgewise.proto.v1.Woken;
import dev.edgewise.sdk.fleet.OrchestratorView;
import dev.edgewise.sdk.fleet.ViewFeed;
import dev.edgewise.sdk.wire.Channels;
import dev.edgewise.sdk.wire.Statuses;
import dev.edgewise.sdk.wire.tls.Tls;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream to an orchestrator, on a channel of its own, from connecting to its end. It ends when
 * the connection does, when the orchestrator says so, or when it falls silent: it sends something
 * each second once it has sent a view. Thread-safe.
 */
final class FleetStream implements ClientResponseObserver<FromClient, ToClient> {
  /** What an attempt to connect may take; one that is refused takes much less. */
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

  /**
   * The first view may be held back while an orchestrator that was just started waits for its
   * nodes: one default lease and some jitter, but an operator may have made leases longer.
   */
  private static final Duration LONGEST_SETTLING = Duration.ofSeconds(15);

  /** Three messages that did not come. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(3);

  /** No zone takes longer than that to start, or it does not start. */
  private static final Duration LONGEST_START = Duration.ofDays(1);

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Duration LONGEST_FINISH = Duration.ofSeconds(1);

  private final Address address;
  private final Hello hello;
  private final ViewFeed.Listener listener;
  private final Consumer<End> onEnd;
  private final SynchronizationContext events;
  private final Clock clock;
  private final Scheduler scheduler;
  private final ManagedChannel channel;
  private final ViewAssembly assembly = new ViewAssembly();

  /** Guards what follows. */
  private final Object lock = new Object();

  private @Nullable ClientCallStreamObserver<FromClient> requests;
  private boolean connected;
  private boolean viewed;
  private boolean refused;
  private boolean finishing;
  private boolean over;
  private long heardAt;

  /**
   * How it ended.
   *
   * @param wasConnected whether it had been connected at all
   * @param wasRefused whether the orchestrator wants nothing to do with this client
   */
  record End(boolean wasConnected, boolean wasRefused) {}

  private FleetStream(
      Address address,
      Optional<Tls> tls,
      Hello hello,
      ViewFeed.Listener listener,
      Consumer<End> onEnd,
      SynchronizationContext events,
      Clock clock,
      Scheduler scheduler,
      Executor executor) {
    this.address = address;
    this.hello = hello;
    this.listener = listener;
    this.onEnd = onEnd;
    this.events = events;
    this.clock = clock;
    this.scheduler = scheduler;
    this.heardAt = clock.nanos();
    this.channel = Channels.toOrchestrator(address, tls, task -> runUnlessOver(executor, task));
  }

  /** gRPC's last words may come after the executor has been shut down. */
  private void runUnlessOver(Executor executor, Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      synchronized (lock) {
        if (!over && !finishing) {
          throw e;
        }
      }
    }
  }

  static FleetStream open(
      Address address,
      Optional<Tls> tls,
      Hello hello,
      ViewFeed.Listener listener,
      Consumer<End> onEnd,
      SynchronizationContext events,
      Clock clock,
      Scheduler scheduler,
      Executor executor) {
    FleetStream stream =
        new FleetStream(address, tls, hello, listener, onEnd, events, clock, scheduler, executor);
    FleetGrpc.newStub(stream.channel).watch(stream);
    stream.lookLater();
    return stream;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<FromClient> stream) {
    synchronized (lock) {
      requests = stream;
    }
    stream.setOnReadyHandler(this::ready);
  }

  /** The connection stands, or takes more again. */
  private void ready() {
    synchronized (lock) {
      if (connected || over || requests == null) {
        return;
      }
      connected = true;
      heardAt = clock.nanos();
      requests.onNext(FromClient.newBuilder().setHello(hello).build());
    }
    events.execute(listener::connected);
  }

  boolean isConnected() {
    synchronized (lock) {
      return connected && !over;
    }
  }

  boolean isReady() {
    synchronized (lock) {
      return viewed && !over && !finishing && requests != null && requests.isReady();
    }
  }

  boolean send(FromClient message) {
    synchronized (lock) {
      ClientCallStreamObserver<FromClient> open = requests;
      if (!isReady() || open == null) {
        return false;
      }
      open.onNext(message);
      return true;
    }
  }

  @Override
  public void onNext(ToClient message) {
    synchronized (lock) {
      heardAt = clock.nanos();
    }
    switch (message.getKindCase()) {
      case FULL -> view(Optional.of(assembly.full(message.getFull())));
      case DELTA -> view(assembly.delta(message.getDelta()));
      case WOKEN -> woken(message.getWoken());
      case REFUSAL -> refused(message.getRefusal());
      case KIND_NOT_SET -> {
        // Of a later version: a sign of life all the same.
      }
    }
  }

  private void view(Optional<OrchestratorView> view) {
    synchronized (lock) {
      if (over) {
        return;
      }
      if (view.isPresent()) {
        viewed = true;
      } else if (requests != null && !finishing) {
        requests.onNext(FromClient.newBuilder().setResync(Resync.getDefaultInstance()).build());
      }
    }
    view.ifPresent(next -> events.execute(() -> listener.view(next)));
  }

  private void woken(Woken woken) {
    String zone = woken.getZone();
    switch (woken.getKindCase()) {
      case STARTING -> {
        Duration expected = atLeastZero(woken.getStarting().getExpectedMillis());
        events.execute(() -> listener.starting(zone, expected));
      }
      case NOT_STARTED -> {
        String because = line(woken.getNotStarted().getBecause());
        Duration retryAfter = atLeastZero(woken.getNotStarted().getRetryAfterMillis());
        events.execute(() -> listener.notStarted(zone, because, retryAfter));
      }
      case KIND_NOT_SET -> {
        // Of a later version: who waits asks again.
      }
    }
  }

  private static Duration atLeastZero(long millis) {
    return Duration.ofMillis(Math.min(Math.max(0, millis), LONGEST_START.toMillis()));
  }

  private void refused(Refusal refusal) {
    boolean forGood = refusal.getKind() != RefusalKind.REFUSAL_KIND_FULL;
    synchronized (lock) {
      refused = forGood;
    }
    String message =
        "The orchestrator at " + address + " refused this client: " + line(refusal.getMessage());
    if (forGood) {
      ErrorCode code = ErrorCode.of(refusal.getCode()).orElse(ErrorCode.PROTOCOL_MISMATCH);
      events.execute(() -> listener.refused(code, message));
    }
    end(line(refusal.getMessage()));
  }

  private static String line(String text) {
    return Text.line(text, 500);
  }

  @Override
  public void onError(Throwable failure) {
    end(Statuses.why(Status.fromThrowable(failure)));
  }

  @Override
  public void onCompleted() {
    end("it ended the stream");
  }

  private void lookLater() {
    scheduler.schedule(LOOK_EVERY, this::look);
  }

  private void look() {
    Duration allowed;
    long silent;
    String because;
    synchronized (lock) {
      if (over) {
        return;
      }
      allowed = viewed ? LONGEST_SILENCE : connected ? LONGEST_SETTLING : LONGEST_CONNECT;
      because = connected ? "silent for " + allowed.toSeconds() + " s" : "no connection in time";
      silent = clock.nanos() - heardAt;
    }
    if (silent > allowed.toNanos()) {
      end(because);
    } else {
      lookLater();
    }
  }

  /** Whether it goes to this {@code host:port}. */
  boolean leadsTo(String place) {
    return address.toString().equals(place);
  }

  /** Ends it at once, as if the connection had broken. */
  void leave(String because) {
    end(because);
  }

  private void end(String because) {
    End end;
    boolean tell;
    synchronized (lock) {
      if (over) {
        return;
      }
      over = true;
      tell = !refused && !finishing;
      end = new End(connected, refused);
    }
    channel.shutdownNow();
    if (tell) {
      events.executeLater(() -> listener.disconnected(because));
    }
    events.executeLater(() -> onEnd.accept(end));
    events.drain();
  }

  /** Lets what was sent arrive, for a while, and ends. */
  void finish() {
    synchronized (lock) {
      if (over) {
        return;
      }
      finishing = true;
      if (connected && requests != null) {
        requests.onCompleted();
      }
    }
    channel.shutdown();
    try {
      if (isConnected()) {
        channel.awaitTermination(LONGEST_FINISH.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end("closed");
  }
}

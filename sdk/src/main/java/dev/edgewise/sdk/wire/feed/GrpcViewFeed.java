package dev.edgewise.sdk.wire.feed;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Address;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Scheduler;
import dev.edgewise.core.Sighting;
import dev.edgewise.proto.v1.FromClient;
import dev.edgewise.proto.v1.Hello;
import dev.edgewise.sdk.fleet.OrchestratorView;
import dev.edgewise.sdk.fleet.Traffic;
import dev.edgewise.sdk.fleet.ViewFeed;
import dev.edgewise.sdk.wire.tls.Tls;
import io.grpc.SynchronizationContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The feed of a real orchestrator: {@code edgewise.v1.Fleet/Watch}. One {@link FleetStream} after
 * the other; when one ends, the next begins after a wait that grows from 0.1 s to 1.5 s and is
 * shortened by chance to at least half, so that a thousand clients of an orchestrator that comes
 * back do not arrive together, and each is back within 2 s. Thread-safe.
 */
public final class GrpcViewFeed implements ViewFeed {
  /** Version of the protocol that this side speaks. */
  static final int PROTOCOL = 1;

  private static final System.Logger LOG = System.getLogger(GrpcViewFeed.class.getName());
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofMillis(1_500);

  /** An orchestrator that refused this client will not think otherwise soon. */
  private static final Duration WAIT_AFTER_REFUSAL = Duration.ofSeconds(10);

  private final Whereabouts whereabouts;
  private final Optional<Tls> tls;
  private final Hello hello;
  private final AtomicLong heldVersion = new AtomicLong();
  private final Clock clock;
  private final Scheduler scheduler;
  private final Executor executor;
  private final RandomGenerator random;

  /** Tells one thing after the other, whatever a listener throws. */
  private final SynchronizationContext events =
      new SynchronizationContext(
          (thread, failure) ->
              LOG.log(System.Logger.Level.WARNING, "a listener of views failed", failure));

  /** Guards what follows. */
  private final Object lock = new Object();

  private @Nullable Listener listener;
  private Runnable onBreak = () -> {};
  private @Nullable FleetStream stream;
  private Duration wait = FIRST_WAIT;

  /** Whether the next stream is due later. */
  private boolean waiting;

  private boolean closed;

  GrpcViewFeed(
      Whereabouts whereabouts,
      Optional<Tls> tls,
      Hello hello,
      Clock clock,
      Scheduler scheduler,
      Executor executor,
      RandomGenerator random) {
    this.whereabouts = whereabouts;
    this.tls = requireNonNull(tls, "tls");
    this.hello = hello;
    this.clock = requireNonNull(clock, "clock");
    this.scheduler = requireNonNull(scheduler, "scheduler");
    this.executor = requireNonNull(executor, "executor");
    this.random = requireNonNull(random, "random");
  }

  /**
   * A feed from an orchestrator; it connects when it is started, and follows an orchestrator that
   * moves.
   *
   * @param address {@code host:port}, or where that can be found out, {@code consul://host:8500}
   * @param tls what is shown and believed; stays the caller's; without it all is in plain text
   * @param client what the application calls itself, for people
   * @param site where it stands; may be empty
   * @param version of this software
   * @param executor runs what comes in; must outlive the feed
   * @param random makes waits differ; must be thread-safe
   * @throws EdgewiseException with {@code BAD_CLIENT} when that is no address, {@code
   *     NO_INTEGRATION} when nothing here knows its scheme
   */
  public static GrpcViewFeed create(
      String address,
      Optional<Tls> tls,
      String client,
      String site,
      String version,
      Clock clock,
      Scheduler scheduler,
      Executor executor,
      RandomGenerator random) {
    Hello hello =
        Hello.newBuilder()
            .setProtocol(PROTOCOL)
            .setClient(client)
            .setSite(site)
            .setVersion(version)
            .build();
    return new GrpcViewFeed(
        Whereabouts.of(address), tls, hello, clock, scheduler, executor, random);
  }

  @Override
  public String address() {
    return whereabouts.asked();
  }

  /**
   * Runs {@code action} whenever a stream has broken: what was sent lately may not have arrived.
   */
  public void onBreak(Runnable action) {
    synchronized (lock) {
      onBreak = action;
    }
  }

  @Override
  public void start(Listener listener) {
    synchronized (lock) {
      if (this.listener != null) {
        throw new IllegalStateException("a feed is started once");
      }
      this.listener = new Remembering(requireNonNull(listener, "listener"), heldVersion);
    }
    whereabouts.start(this::placeSaid);
  }

  /** Remembers which view the client holds, for the next stream to say. */
  private record Remembering(Listener listener, AtomicLong version) implements Listener {
    @Override
    public void connected() {
      listener.connected();
    }

    @Override
    public void view(OrchestratorView view) {
      version.set(view.version());
      listener.view(view);
    }

    @Override
    public void starting(String zone, Duration expected) {
      listener.starting(zone, expected);
    }

    @Override
    public void notStarted(String zone, String because, Duration retryAfter) {
      listener.notStarted(zone, because, retryAfter);
    }

    @Override
    public void disconnected(String because) {
      listener.disconnected(because);
    }

    @Override
    public void refused(ErrorCode code, String message) {
      listener.refused(code, message);
    }
  }

  /** The locator has said where the orchestrator is, or why it does not know. */
  private void placeSaid() {
    FleetStream left = null;
    synchronized (lock) {
      Optional<String> place = whereabouts.now();
      if (place.isEmpty()) {
        String because = whereabouts.because();
        Listener told = requireNonNull(listener, "listener");
        events.executeLater(() -> told.disconnected(because));
      } else if (stream != null) {
        left = stream.leadsTo(place.get()) ? null : stream;
      } else if (!waiting) {
        connect();
      }
    }
    events.drain();
    if (left != null) {
      left.leave("the orchestrator has moved");
    }
  }

  private void connect() {
    synchronized (lock) {
      waiting = false;
      if (closed) {
        return;
      }
      stream =
          FleetStream.open(
              Address.parse(whereabouts.now().orElseThrow()),
              tls,
              hello.toBuilder().setViewVersion(heldVersion.get()).build(),
              requireNonNull(listener, "listener"),
              this::ended,
              events,
              clock,
              scheduler,
              executor);
    }
  }

  /** A stream is over. */
  private void ended(FleetStream.End end) {
    Runnable broken;
    synchronized (lock) {
      stream = null;
      if (closed) {
        return;
      }
      if (end.wasConnected()) {
        wait = FIRST_WAIT;
      }
      Duration base = end.wasRefused() ? WAIT_AFTER_REFUSAL : wait;
      Duration longer = wait.multipliedBy(2);
      wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
      waiting = true;
      scheduler.schedule(
          Duration.ofNanos((long) (base.toNanos() * (0.5 + random.nextDouble() / 2))),
          this::connect);
      broken = onBreak;
    }
    broken.run();
  }

  /** Whether there is a stream at all, ready or not. */
  public boolean isConnected() {
    FleetStream current = current();
    return current != null && current.isConnected();
  }

  @Override
  public boolean isReady() {
    FleetStream current = current();
    return current != null && current.isReady();
  }

  /** Sends a message when that can be done at once; returns whether it was. */
  public boolean send(FromClient message) {
    FleetStream current = current();
    return current != null && current.send(message);
  }

  private @Nullable FleetStream current() {
    synchronized (lock) {
      return stream;
    }
  }

  @Override
  public void tell(List<Sighting> sightings) {
    send(FeedMessages.sightings(sightings));
  }

  @Override
  public void tell(Traffic traffic) {
    send(FeedMessages.traffic(traffic));
  }

  @Override
  public boolean wake(String zone, String method, int waiting) {
    return send(FeedMessages.wake(zone, method, waiting));
  }

  @Override
  public void close() {
    FleetStream last;
    synchronized (lock) {
      closed = true;
      last = stream;
    }
    whereabouts.close();
    if (last != null) {
      last.finish();
    }
  }
}

package dev.edgewise.agent.control;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.Scheduler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a node registered with the orchestrator: asks for a lease, renews it with fresh load, asks
 * again when it was lost, and does what the orchestrator wants of the node. The node takes calls
 * whatever becomes of that.
 *
 * <p>A state machine over an {@link Uplink}, free of sockets. Thread-safe: one lock, under which
 * messages are handed to the stream, so that they leave in the order in which things happened.
 */
public final class LeaseKeeper {
  /** A registration that is not answered within this time counts as lost. */
  static final Duration ANSWER = Duration.ofSeconds(4);

  private static final Duration SHORTEST_LEASE = Duration.ofMillis(200);
  private static final Duration LONGEST_LEASE = Duration.ofHours(1);
  private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(50);

  /** Short, so that nodes are back within two seconds of the orchestrator. */
  private static final BackOff UNREACHABLE =
      new BackOff(Duration.ofMillis(200), Duration.ofMillis(1_500));

  /** What has to change first may change soon: another process ends, room is made. */
  private static final BackOff TURNED_AWAY =
      new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(5));

  /** Somebody has to upgrade or reconfigure something. */
  private static final BackOff HOPELESS =
      new BackOff(Duration.ofSeconds(60), Duration.ofSeconds(60));

  private static final Logger LOG = System.getLogger(LeaseKeeper.class.getName());

  private final String orchestrator;
  private final Uplink uplink;
  private final Steered node;
  private final Clock clock;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final Object lock = new Object();

  // All below is guarded by the lock.
  private State state = State.NEW;
  private @Nullable Attempt current;
  private Scheduler.Cancellable timer = () -> {};
  private Duration lease = Duration.ZERO;
  private Duration heartbeat = Duration.ZERO;
  private long epoch;
  private long applied;
  private long heardNanos;
  private long tickNanos;
  private boolean heardOnce;
  private boolean offerChanged;
  private boolean drained;
  private int failures;
  private String complaint = "";

  /** What the orchestrator knows of serving: nothing after a registration. */
  private Serving told = Serving.NONE;

  private long registrations;
  private long losses;

  private enum State {
    NEW,
    /** Until the timer runs. */
    WAITING,
    /** A registration was sent. */
    REGISTERING,
    HELD,
    STOPPED
  }

  /**
   * A keeper that has not begun.
   *
   * @param orchestrator its address, for people
   * @param random spreads attempts
   */
  public LeaseKeeper(
      String orchestrator,
      Uplink uplink,
      Steered node,
      Clock clock,
      Scheduler scheduler,
      RandomGenerator random) {
    this.orchestrator = requireNonNull(orchestrator, "orchestrator");
    this.uplink = requireNonNull(uplink, "uplink");
    this.node = requireNonNull(node, "node");
    this.clock = requireNonNull(clock, "clock");
    this.scheduler = requireNonNull(scheduler, "scheduler");
    this.random = requireNonNull(random, "random");
  }

  /** Begins; returns at once. */
  public void begin() {
    synchronized (lock) {
      if (state == State.NEW) {
        connect();
      }
    }
  }

  /** To be called whenever what {@link Steered#offer} says has changed. */
  public void offerChanged() {
    synchronized (lock) {
      switch (state) {
        case HELD -> register();
        case REGISTERING -> offerChanged = true;
        case NEW, WAITING, STOPPED -> {}
      }
    }
  }

  /** Gives the lease back, so that the node leaves all views at once, and ends. */
  public void stop(String because) {
    synchronized (lock) {
      timer.cancel();
      Attempt attempt = current;
      if (attempt != null) {
        attempt.stream().send(new ToOrchestrator.Deregister(because));
        attempt.stream().finish();
      }
      current = null;
      state = State.STOPPED;
    }
  }

  /** How things stand. */
  public LeaseStatus status() {
    synchronized (lock) {
      return new LeaseStatus(
          state == State.HELD,
          epoch,
          heardOnce ? Optional.of(Duration.ofNanos(clock.nanos() - heardNanos)) : Optional.empty(),
          registrations,
          losses);
    }
  }

  private void connect() {
    Attempt attempt = new Attempt();
    current = attempt;
    state = State.REGISTERING;
    attempt.stream = uplink.open(attempt);
    register();
    timer =
        scheduler.schedule(
            ANSWER,
            attempt.ifCurrent(
                () ->
                    broken(
                        "silent",
                        "did not answer within " + ANSWER.toSeconds() + " s",
                        UNREACHABLE)));
  }

  private void register() {
    offerChanged = false;
    send(new ToOrchestrator.Register(node.offer(), node.load(), epoch, applied));
  }

  private void send(ToOrchestrator message) {
    requireNonNull(current, "current").stream().send(message);
  }

  private void renew() {
    Serving serving = node.serving();
    send(
        new ToOrchestrator.Renew(
            epoch, node.load(), serving.equals(told) ? Optional.empty() : Optional.of(serving)));
    told = serving;
  }

  private void tick() {
    long now = clock.nanos();
    // A process that was stopped for a while finds all its timers late: what the orchestrator said
    // meanwhile has not been read yet.
    boolean late = now - tickNanos > 2 * heartbeat.toNanos();
    tickNanos = now;
    long silent = now - heardNanos;
    if (silent > lease.toNanos() && !late) {
      broken(
          "silent",
          "has been silent for " + Duration.ofNanos(silent).toMillis() + " ms",
          UNREACHABLE);
      return;
    }
    renew();
    timer = scheduler.schedule(heartbeat, requireNonNull(current).ifCurrent(this::tick));
  }

  private void heard(FromOrchestrator message) {
    heardNanos = clock.nanos();
    heardOnce = true;
    switch (message) {
      case FromOrchestrator.Registered registered -> registered(registered);
      case FromOrchestrator.Renewed _ -> {}
      case FromOrchestrator.Desired(long version, boolean drain) -> {
        node.drain(drain);
        applied = version;
        send(new ToOrchestrator.Applied(version));
        if (state == State.HELD) {
          // Callers should see it now and not with the next heartbeat.
          renew();
        }
        if (drain != drained) {
          drained = drain;
          LOG.log(
              Level.INFO,
              drain
                  ? "draining, as the orchestrator asks: no new calls; undrain reverses it"
                  : "taking calls again, as the orchestrator asks");
        }
      }
      case FromOrchestrator.Refused refused -> refused(refused);
    }
  }

  private void registered(FromOrchestrator.Registered registered) {
    boolean first = state != State.HELD;
    state = State.HELD;
    epoch = registered.epoch();
    lease = within(registered.lease(), SHORTEST_LEASE, LONGEST_LEASE);
    heartbeat = within(registered.heartbeat(), SHORTEST_HEARTBEAT, lease);
    failures = 0;
    complaint = "";
    if (!first) {
      return;
    }
    registrations++;
    told = Serving.NONE;
    timer.cancel();
    tickNanos = clock.nanos();
    timer = scheduler.schedule(heartbeat, requireNonNull(current).ifCurrent(this::tick));
    LOG.log(
        Level.INFO,
        "registered with the orchestrator at "
            + orchestrator
            + " (version "
            + registered.version()
            + "): epoch "
            + epoch
            + ", lease "
            + lease.toMillis()
            + " ms, heartbeat "
            + heartbeat.toMillis()
            + " ms");
    if (offerChanged) {
      register();
    }
  }

  private void refused(FromOrchestrator.Refused refused) {
    String said = "refused this node: " + refused.code() + " " + refused.message();
    switch (refused.reason()) {
      case FENCED -> broken("fenced", "says that the lease is over", UNREACHABLE);
      case NAME_TAKEN ->
          broken(
              refused.code(),
              said
                  + " If that process is to stay, give this node another name (--node); else end"
                  + " it, and this one takes its place by itself",
              TURNED_AWAY);
      case FULL -> broken(refused.code(), said, TURNED_AWAY);
      case PROTOCOL, INVALID, UNKNOWN -> broken(refused.code(), said, HOPELESS);
    }
  }

  /**
   * Gives the current stream up and tries again later.
   *
   * @param kind of the trouble, which is told once however long it lasts
   */
  private void broken(String kind, String because, BackOff backOff) {
    Attempt attempt = current;
    if (attempt != null) {
      attempt.stream().cancel();
    }
    current = null;
    timer.cancel();
    if (state == State.HELD) {
      losses++;
    }
    state = State.WAITING;
    failures++;
    timer = scheduler.schedule(backOff.after(failures, random), this::retry);
    if (!kind.equals(complaint)) {
      complaint = kind;
      LOG.log(
          backOff.equals(UNREACHABLE) ? Level.INFO : Level.WARNING,
          "the orchestrator at "
              + orchestrator
              + " "
              + because
              + ". Calls are served all the same; registering is tried again and again.");
    }
  }

  private void retry() {
    synchronized (lock) {
      if (state == State.WAITING) {
        connect();
      }
    }
  }

  private static Duration within(Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0) {
      return least;
    }
    return value.compareTo(most) > 0 ? most : value;
  }

  /** One stream; what is heard of an older one no longer counts. */
  private final class Attempt implements Uplink.Listener {
    private Uplink.@Nullable Stream stream;

    Uplink.Stream stream() {
      return requireNonNull(stream, "stream");
    }

    Runnable ifCurrent(Runnable then) {
      return () -> {
        synchronized (lock) {
          if (current == this) {
            then.run();
          }
        }
      };
    }

    @Override
    public void heard(FromOrchestrator message) {
      ifCurrent(() -> LeaseKeeper.this.heard(message)).run();
    }

    @Override
    public void broke(String because) {
      ifCurrent(() -> broken("unreachable", "cannot be reached: " + because, UNREACHABLE)).run();
    }
  }
}

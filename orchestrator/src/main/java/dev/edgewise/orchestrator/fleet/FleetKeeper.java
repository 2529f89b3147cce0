package dev.edgewise.orchestrator.fleet;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Sighting;
import dev.edgewise.orchestrator.overview.Client;
import dev.edgewise.orchestrator.overview.FleetOverview;
import dev.edgewise.orchestrator.overview.FleetSnapshot;
import dev.edgewise.orchestrator.overview.MemberStatus;
import dev.edgewise.orchestrator.quarantine.Attempts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the fleet: takes events from any thread, hands them in order to the state machines, stores
 * what has to be stored, and only then answers. One thread does all of that, so that a burst of
 * registrations costs one commit and not one each; {@link #snapshot} reads beside it under a lock
 * that is never held during input or output.
 *
 * <p>The queue of events has no bound of its own: each stream has at most one message in it,
 * because the next is asked for only when that one was dealt with ({@link AgentLink#handled}).
 */
public final class FleetKeeper implements FleetOverview, AutoCloseable {
  private static final Logger LOG = System.getLogger(FleetKeeper.class.getName());

  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration LONGEST_STEP = Duration.ofSeconds(1);
  private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_AT_ONCE = 1_000;

  private final FleetSettings settings;
  private final Clock clock;
  private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
  private final AtomicLong lastStream = new AtomicLong();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  /** Guards the state machines; held by the keeper's thread while it changes them. */
  private final Object lock = new Object();

  private final Membership membership;
  private final Isolation isolation;
  private final ViewMaker views;
  private final Clients clients;
  private final Snapshots snapshots;
  private final OwnTime time;

  // Touched by the keeper's thread only.
  private final AgentLinks agents = new AgentLinks(this::agentClosed);
  private final Unsaved unsaved;
  private final List<Effect> effects = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private long now;
  private long lastTick;
  private long nextPulse;
  private boolean stored = true;

  /**
   * Reads the store; call {@link #start} then.
   *
   * @throws EdgewiseException with {@code BAD_STORE}
   */
  public FleetKeeper(FleetSettings settings, Clock clock, FleetStore store) {
    this.settings = requireNonNull(settings, "settings");
    this.clock = requireNonNull(clock, "clock");
    this.unsaved = new Unsaved(requireNonNull(store, "store"));
    StoredFleet stored = store.load();
    this.time = new OwnTime(clock.nanos(), LONGEST_STEP);
    this.now = time.at(clock.nanos());
    this.lastTick = now;
    this.nextPulse = now + settings.pulse().toNanos();
    this.membership = new Membership(settings, stored, now);
    this.isolation = new Isolation(membership, stored, now, clock.now());
    this.views = new ViewMaker(stored.viewFloor(), settings.loadRefresh());
    this.clients = new Clients(settings.maxClients());
    this.snapshots = new Snapshots(membership, isolation, clients, settings);
    this.thread = Thread.ofPlatform().name("edgewise-fleet").daemon().unstarted(this::run);
  }

  /** Begins to take events. */
  public void start() {
    thread.start();
  }

  /** A number for a new stream. */
  public long newStream() {
    return lastStream.incrementAndGet();
  }

  /** An agent says who its node is, or what it offers now. */
  public void register(long stream, AgentLink link, Announcement said) {
    agentSays(stream, link, () -> membership.register(stream, said, now));
  }

  /** An agent renews its lease. */
  public void renew(long stream, AgentLink link, Renewal renewal) {
    agentSays(stream, link, () -> membership.renew(stream, renewal, now));
  }

  /** A node does what was wanted of it as of {@code version}. */
  public void applied(long stream, AgentLink link, long version) {
    agentSays(stream, link, () -> membership.applied(stream, version, now));
  }

  /** A node stops for good. */
  public void deregister(long stream, AgentLink link, String because) {
    agentSays(stream, link, () -> membership.deregister(stream, because, now));
  }

  /** An agent's stream has ended. */
  public void agentClosed(long stream, String because) {
    events.add(
        () -> {
          agents.forget(stream);
          effects.addAll(membership.closed(stream, because, now));
        });
  }

  /** A client, which holds the view of version {@code held} or none (0), wants to be told. */
  public void join(long stream, Client client, long held, ClientLink link) {
    events.add(
        () -> {
          membership.clientHolds(held, views.version(), now).ifPresent(effects::add);
          Optional<Refusal> refusal = clients.join(stream, client, link, now);
          afterwards.add(() -> refusal.ifPresentOrElse(link::refused, link::handled));
        });
  }

  /** A client cannot use the deltas that it gets. */
  public void resync(long stream) {
    clientSays(stream, entry -> entry.feed().startOver());
  }

  /** A client says how it fares with nodes. */
  public void saw(long stream, List<Sighting> sightings) {
    clientSays(stream, entry -> effects.addAll(membership.saw(stream, sightings, now)));
  }

  /** A client says how attempts at nodes ended. */
  public void attempted(long stream, List<Attempts> attempts) {
    clientSays(stream, entry -> isolation.heard(entry.client().name(), attempts, now));
  }

  /** A client that was too slow can take messages again. */
  public void ready(long stream) {
    events.add(() -> clients.find(stream).ifPresent(entry -> afterwards.add(() -> feed(entry))));
  }

  /** A client's stream has ended. */
  public void clientClosed(long stream) {
    events.add(
        () -> {
          if (clients.leave(stream)) {
            membership.clientLeft(stream);
          }
        });
  }

  @Override
  public FleetSnapshot snapshot() {
    synchronized (lock) {
      return snapshots.of(now, clock.now(), views.version());
    }
  }

  @Override
  public Optional<MemberStatus> drain(String node, boolean drain) {
    return asked(node, () -> membership.drain(node, drain));
  }

  @Override
  public Optional<MemberStatus> quarantine(String node, String service, boolean hold, String why) {
    return asked(node, () -> isolation.ask(node, service, hold, why, now, clock.now()));
  }

  /** Does what operators want of a node, and returns when that is stored. */
  private Optional<MemberStatus> asked(String node, Supplier<List<Effect>> change) {
    CompletableFuture<Optional<MemberStatus>> done = new CompletableFuture<>();
    events.add(
        () -> {
          effects.addAll(change.get());
          afterwards.add(() -> finish(done, node));
        });
    try {
      return done.get(DRAIN_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notStored("this thread was interrupted", e);
    } catch (TimeoutException e) {
      throw notStored("the store did not answer within " + DRAIN_PATIENCE, e);
    } catch (ExecutionException e) {
      throw notStored(String.valueOf(e.getCause()), e);
    }
  }

  @Override
  public void standBy(String node) {
    events.add(() -> effects.addAll(membership.standBy(node)));
  }

  @Override
  public void ended(String node, String because) {
    events.add(
        () -> {
          effects.addAll(membership.ended(node, because, now));
          effects.addAll(isolation.forget(node));
        });
  }

  @Override
  public Subscription listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Stops; what was to be stored is stored, and nothing is sent any more. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(DRAIN_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void agentSays(long stream, AgentLink link, Supplier<List<Effect>> event) {
    events.add(
        () -> {
          agents.open(stream, link);
          effects.addAll(event.get());
          afterwards.add(link::handled);
        });
  }

  private void clientSays(long stream, Consumer<Clients.Entry> event) {
    events.add(
        () ->
            clients
                .find(stream)
                .ifPresent(
                    entry -> {
                      event.accept(entry);
                      afterwards.add(entry.link()::handled);
                    }));
  }

  private void run() {
    while (!closed) {
      try {
        Runnable first = events.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
        guarded(() -> turn(first));
      } catch (InterruptedException e) {
        LOG.log(Level.DEBUG, "the fleet's thread was woken");
      }
    }
  }

  /** Deals with all events that are there, and with the time. */
  void turn(@Nullable Runnable first) {
    effects.clear();
    afterwards.clear();
    boolean told;
    synchronized (lock) {
      now = time.at(clock.nanos());
      apply(first);
      for (int i = 1; i < MOST_AT_ONCE && !events.isEmpty(); i++) {
        apply(events.poll());
      }
      tick();
      told = tellClients();
      views.reserve().ifPresent(unsaved::add);
    }
    for (Effect effect : effects) {
      if (effect instanceof Effect.Store(Change change)) {
        unsaved.add(change);
      }
    }
    stored = unsaved.save();
    effects.forEach(effect -> guarded(() -> agents.act(effect, stored)));
    afterwards.forEach(FleetKeeper::guarded);
    clients.all().forEach(entry -> guarded(() -> feed(entry)));
    if (told) {
      listeners.forEach(FleetKeeper::guarded);
    }
  }

  /** What goes wrong with one stream must not stop the others. */
  private static void guarded(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "keeping the fleet: " + e, e);
    }
  }

  private void apply(@Nullable Runnable event) {
    if (event != null) {
      guarded(event);
    }
  }

  /** Looks at all members, which is too much to do with each event of a large fleet. */
  private void tick() {
    if (now - lastTick >= TICK.toNanos() / 2) {
      lastTick = now;
      effects.addAll(membership.tick(now));
      effects.addAll(isolation.tick(now, clock.now()));
    }
  }

  private boolean tellClients() {
    Optional<ViewMessage.Delta> changes = views.changes(isolation);
    changes.ifPresent(clients::tell);
    boolean pulse = now - nextPulse >= 0;
    if (pulse) {
      nextPulse = now + settings.pulse().toNanos();
      clients.tell(views.pulse(isolation));
    }
    return pulse || changes.isPresent();
  }

  private void feed(Clients.Entry entry) {
    if (membership.isSettling()) {
      return;
    }
    while (entry.link().isReady()) {
      Optional<ViewMessage> message;
      synchronized (lock) {
        message = entry.feed().next(views::full);
      }
      if (message.isEmpty()) {
        return;
      }
      entry.link().view(message.get(), now);
    }
  }

  private void finish(CompletableFuture<Optional<MemberStatus>> done, String node) {
    if (!stored) {
      done.completeExceptionally(new IllegalStateException("the store is broken"));
      return;
    }
    synchronized (lock) {
      done.complete(membership.member(node).map(member -> snapshots.of(member, now, clock.now())));
    }
  }

  private static EdgewiseException notStored(String why, Throwable cause) {
    return EdgewiseException.of(
        ErrorCode.BAD_STORE,
        "What was asked of the node could not be stored: "
            + why
            + ". It holds until the orchestrator is restarted; the orchestrator's log says more.",
        cause);
  }
}

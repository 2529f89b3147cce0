package dev.edgewise.orchestrator.registry;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.overview.FleetOverview;
import dev.edgewise.orchestrator.registry.Listings.Self;
import dev.edgewise.sdk.spi.FleetRegistry;
import dev.edgewise.sdk.spi.FleetRegistry.Connection;
import dev.edgewise.sdk.spi.Integrations;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Keeps a registry outside in step with the fleet. One thread writes: it is woken by what happens
 * in the fleet, looks at the fleet as it is then, and writes what differs, so that nothing piles up
 * while the registry is slow or away. The fleet never waits for it.
 */
public final class Publisher implements Publication, AutoCloseable {
  /**
   * An entry lapses when this orchestrator has not reported on it for so long: when it has died.
   */
  static final Duration TTL = Duration.ofSeconds(10);

  /** Two reports may be lost before an entry lapses. */
  static final Duration REFRESH = Duration.ofSeconds(3);

  /** As many as one thread can report on in time, with room to spare. */
  static final int MOST_ENTRIES = 2_000;

  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
  private static final Logger LOG = System.getLogger(Publisher.class.getName());

  private final String registry;
  private final Connection connection;
  private final FleetOverview fleet;
  private final Clock clock;
  private final RandomGenerator random;
  private final Catalogue catalogue = new Catalogue(REFRESH);

  /** Has a permit when something has happened. */
  private final Semaphore news = new Semaphore(0);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile RegistryStatus status;

  // Set before the thread starts, or touched by it only.
  private Self self;
  private FleetOverview.Subscription subscription = () -> {};
  private boolean inStep;
  private Duration wait = FIRST_WAIT;

  /**
   * A publisher that has not begun.
   *
   * @param registry its address, for people
   */
  Publisher(
      String registry,
      Connection connection,
      FleetOverview fleet,
      String version,
      Clock clock,
      RandomGenerator random) {
    this.registry = requireNonNull(registry, "registry");
    this.connection = requireNonNull(connection, "connection");
    this.fleet = requireNonNull(fleet, "fleet");
    this.self = new Self("", 0, version);
    this.clock = requireNonNull(clock, "clock");
    this.random = requireNonNull(random, "random");
    this.status = new RegistryStatus(registry, false, "", clock.now(), 0, 0, 0);
    this.thread = Thread.ofPlatform().name("edgewise-registry").daemon().unstarted(this::run);
  }

  /**
   * A publisher that has not begun.
   *
   * @param registry where, {@code consul://host:8500}
   * @param version of this orchestrator
   * @throws EdgewiseException with {@code NO_INTEGRATION} when nothing here knows that scheme, and
   *     {@code BAD_CONFIGURATION} when the address cannot be read
   */
  public static Publisher open(
      String registry, FleetOverview fleet, String version, Clock clock, RandomGenerator random) {
    String said = "registry: " + registry;
    FleetRegistry found =
        Integrations.find(
            FleetRegistry.class, Integrations.scheme(registry).orElse(registry), said);
    try {
      Connection connection = found.open(registry, TTL);
      return new Publisher(registry, connection, fleet, version, clock, random);
    } catch (IllegalArgumentException e) {
      throw EdgewiseException.of(ErrorCode.BAD_CONFIGURATION, said + ": " + e.getMessage(), e);
    }
  }

  /**
   * Begins to publish.
   *
   * @param address where this orchestrator is reached by gRPC, {@code host:port}
   * @param httpPort where it answers by HTTP, on the same host
   */
  public void begin(String address, int httpPort) {
    publishAs(address, httpPort);
    thread.start();
  }

  void publishAs(String address, int httpPort) {
    self = new Self(address, httpPort, self.version());
    subscription = fleet.listen(this::wake);
  }

  private void wake() {
    if (news.availablePermits() == 0) {
      news.release();
    }
  }

  @Override
  public Optional<RegistryStatus> status() {
    return Optional.of(status);
  }

  private void run() {
    try {
      while (!isClosed()) {
        Duration idle = turn();
        if (inStep) {
          boolean unused = news.tryAcquire(idle.toNanos(), TimeUnit.NANOSECONDS);
        } else {
          // What happens meanwhile is no reason to ask sooner.
          boolean unused = closed.await(idle.toNanos(), TimeUnit.NANOSECONDS);
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "publishing was interrupted");
    }
    takeLeave();
  }

  /** Brings the registry into step; returns how long to wait before the next turn. */
  Duration turn() {
    try {
      if (!inStep) {
        catalogue.holds(ours(), clock.nanos());
      }
      Listings listings = look();
      Optional<Step> step = catalogue.next(clock.nanos());
      while (step.isPresent() && !isClosed()) {
        perform(step.get());
        if (news.tryAcquire()) {
          listings = look();
        }
        step = catalogue.next(clock.nanos());
      }
      inStep(listings);
      return catalogue.idle(clock.nanos());
    } catch (IOException e) {
      return away(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // A defect of ours or of the integration's: the fleet must not lose its registry over it.
      LOG.log(Level.ERROR, "publishing the fleet: " + e, e);
      return away("publishing failed, see the log");
    }
  }

  private Listings look() {
    Listings listings = Listings.of(fleet.snapshot(), self, MOST_ENTRIES);
    catalogue.want(listings);
    return listings;
  }

  /** What it holds of ours. */
  private Set<String> ours() throws IOException {
    String own = Listings.ownId(self.address());
    Set<String> ids = new HashSet<>(connection.ids(own));
    ids.removeIf(id -> !Listings.isOf(own, id));
    return ids;
  }

  private void perform(Step step) throws IOException {
    switch (step) {
      case Step.Put(Listing listing) -> connection.put(listing.entry(), listing.check());
      case Step.Remove(String id) -> connection.remove(id);
      case Step.Report(String id, var check) -> {
        if (!connection.report(id, check)) {
          // It was started again and remembers nothing, or somebody removed it.
          Set<String> ids = ours();
          ids.remove(id);
          catalogue.holds(ids, clock.nanos());
          look();
          return;
        }
      }
    }
    catalogue.done(step, clock.nanos());
  }

  private void inStep(Listings listings) {
    RegistryStatus before = status;
    wait = FIRST_WAIT;
    if (!inStep) {
      inStep = true;
      LOG.log(
          Level.INFO,
          before.away()
              ? "the registry " + registry + " is back, and shows the fleet as it is"
              : "the fleet is published in the registry " + registry);
    }
    if (listings.leftOut() > 0 && before.leftOut() == 0) {
      LOG.log(
          Level.WARNING,
          "the fleet has more than the "
              + MOST_ENTRIES
              + " entries that are published: "
              + listings.leftOut()
              + " are left out of the registry "
              + registry);
    }
    status =
        new RegistryStatus(
            registry,
            false,
            "",
            before.away() ? clock.now() : before.since(),
            catalogue.size(),
            listings.leftOut(),
            before.losses());
  }

  /** Returns how long to wait before the next attempt. */
  private Duration away(String because) {
    RegistryStatus before = status;
    inStep = false;
    if (!before.away() && !isClosed()) {
      LOG.log(
          Level.WARNING,
          ErrorCode.REGISTRY_AWAY.id()
              + " the registry "
              + registry
              + " is away: "
              + because
              + ". The fleet works on without it; it is tried again and again.");
    }
    status =
        new RegistryStatus(
            registry,
            true,
            because,
            before.away() ? before.since() : clock.now(),
            before.entries(),
            before.leftOut(),
            before.losses() + (before.away() ? 0 : 1));
    Duration most = wait;
    Duration longer = wait.multipliedBy(2);
    wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    return Duration.ofNanos((long) (most.toNanos() * (0.5 + random.nextDouble() / 2)));
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  /**
   * Nobody shall be sent here any more. The nodes stay: they work on, and whoever takes over, after
   * an upgrade say, finds them; else they lapse.
   */
  private void takeLeave() {
    try {
      if (inStep) {
        connection.remove(Listings.ownId(self.address()));
      }
    } catch (IOException e) {
      LOG.log(
          Level.INFO, "the registry " + registry + " was not told of the end: " + e.getMessage());
    }
  }

  /** Takes the orchestrator out of the registry, and ends. */
  @Override
  public void close() {
    subscription.close();
    closed.countDown();
    wake();
    try {
      thread.join(LONGEST_CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connection.close();
  }
}

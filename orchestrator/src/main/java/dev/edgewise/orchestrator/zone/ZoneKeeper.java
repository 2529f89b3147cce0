package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.overview.FleetOverview;
import dev.edgewise.orchestrator.overview.FleetSnapshot;
import dev.edgewise.orchestrator.scale.Advice;
import dev.edgewise.orchestrator.scale.ZoneSignals;
import dev.edgewise.orchestrator.traffic.TrafficPicture;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the zones: looks at fleet and back-end several times a second, asks each zone's
 * scaler once a second, and does what the state machines say, in the order in which it is safe:
 * what is to be remembered first. One thread does all of that; who wakes a zone or asks how it is
 * only waits for a lock that is never held during input or output.
 */
public final class ZoneKeeper implements ZoneDesk, ZoneOverview, AutoCloseable {
  private static final Logger LOG = System.getLogger(ZoneKeeper.class.getName());

  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration SIZING = Duration.ofSeconds(1);
  private static final Duration KEEPING = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LAST_CALLS = Duration.ofSeconds(2);
  private static final Duration CLOSE = Duration.ofSeconds(4);
  private static final int MOST_WAITING = 10_000;
  private static final TrafficPicture EMPTY =
      new TrafficPicture(Map.of(), Map.of(), Map.of(), 0, 0);

  private final List<ZoneTemplate> templates;
  private final FleetOverview fleet;
  private final NodeBackend backend;
  private final Clock clock;
  private final boolean stopsNodes;
  private final BlockingQueue<Runnable> commands = new LinkedBlockingQueue<>(MOST_WAITING);
  private final List<Consumer<ZoneEvent>> listeners = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  /** Guards the state machines. */
  private final Object lock = new Object();

  private final Zones zones;
  private final ZoneHands hands;

  // Touched by the keeper's thread only.
  private final Sizers sizers;
  private final List<ZoneEffect> asked = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private @Nullable Moment sizedAt;
  private @Nullable Moment keptAt;
  private Supplier<TrafficPicture> traffic = () -> EMPTY;

  /**
   * Reads the store and finds what runs; call {@link #begin} then.
   *
   * @param stopsNodes whether {@link #close} ends the nodes too
   * @param slots calls that a node runs at once, until one has said it
   * @param random spreads starts that are tried again
   * @throws EdgewiseException with {@code BAD_STORE}
   */
  public ZoneKeeper(
      List<ZoneTemplate> templates,
      boolean stopsNodes,
      FleetOverview fleet,
      NodeBackend backend,
      ZoneStore store,
      ContractReader contracts,
      int slots,
      Clock clock,
      RandomGenerator random) {
    this.templates = List.copyOf(templates);
    this.fleet = requireNonNull(fleet, "fleet");
    this.backend = requireNonNull(backend, "backend");
    this.clock = requireNonNull(clock, "clock");
    this.stopsNodes = stopsNodes;
    StoredZones stored = store.load();
    this.zones = new Zones(templates, backend::fingerprint, stored, random, moment());
    this.sizers = new Sizers(templates, stored.habits(), contracts, slots);
    this.hands = new ZoneHands(fleet, backend, store, new Heard(), this::tell);
    this.thread = Thread.ofPlatform().name("edgewise-zones").daemon().unstarted(this::run);
  }

  /**
   * Begins to look after the zones; nodes can register by now.
   *
   * @param calls what clients report
   */
  public void begin(Supplier<TrafficPicture> calls) {
    traffic = requireNonNull(calls, "calls");
    thread.start();
  }

  @Override
  public List<ZoneEntry> zones() {
    synchronized (lock) {
      Moment now = moment();
      return zones.all().stream().map(zone -> zone.entry(now)).toList();
    }
  }

  @Override
  public Woken wake(String zone, String method, int waiting) {
    Woken woken;
    synchronized (lock) {
      Optional<Zone> found = zones.zone(zone);
      if (found.isEmpty()) {
        return ZoneDesk.none().wake(zone, method, waiting);
      }
      woken = found.get().wake(method, waiting, moment());
    }
    nudge();
    return woken;
  }

  @Override
  public List<ZoneStatus> statuses() {
    synchronized (lock) {
      Moment now = moment();
      return zones.all().stream().map(zone -> zone.status(now)).toList();
    }
  }

  @Override
  public Optional<ZoneStatus> hold(String zone, int nodes, Optional<Duration> time) {
    return ask(
        zone,
        found -> {
          int max = found.book().template().max();
          if (nodes < 0 || nodes > max) {
            throw EdgewiseException.of(
                ErrorCode.NOT_ACCEPTED,
                "nodes: "
                    + nodes
                    + " (expected: 0 to "
                    + max
                    + ", the max of zone "
                    + zone
                    + "). Ask for fewer, or raise max in the zone's file.");
          }
          Moment now = moment();
          return found.hold(
              Optional.of(
                  new StoredZone.Hold(
                      nodes,
                      time.map(lasts -> now.wall().plus(lasts).truncatedTo(ChronoUnit.SECONDS)))),
              now);
        });
  }

  @Override
  public Optional<ZoneStatus> release(String zone) {
    return ask(zone, found -> found.hold(Optional.empty(), moment()));
  }

  /** Changes a zone, and answers when that was stored and acted upon. */
  private Optional<ZoneStatus> ask(String zone, Function<Zone, List<ZoneEffect>> change) {
    synchronized (lock) {
      if (zones.zone(zone).isEmpty()) {
        return Optional.empty();
      }
    }
    CompletableFuture<ZoneStatus> done = new CompletableFuture<>();
    boolean taken =
        commands.offer(
            () -> {
              try {
                Zone found = zones.zone(zone).orElseThrow();
                asked.addAll(change.apply(found));
                afterwards.add(() -> finish(done, found));
              } catch (EdgewiseException e) {
                done.completeExceptionally(e);
              }
            });
    try {
      if (!taken) {
        throw new TimeoutException("too much is asked of the zones");
      }
      return Optional.of(done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notDone(zone, "this thread was interrupted", e);
    } catch (TimeoutException e) {
      throw notDone(zone, "nothing answered within " + PATIENCE, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EdgewiseException known) {
        throw known;
      }
      throw notDone(zone, String.valueOf(e.getCause()), e);
    }
  }

  private void finish(CompletableFuture<ZoneStatus> done, Zone zone) {
    synchronized (lock) {
      done.complete(zone.status(moment()));
    }
  }

  private static EdgewiseException notDone(String zone, String why, Throwable cause) {
    return EdgewiseException.of(
        ErrorCode.BAD_STORE,
        "What was asked of zone "
            + zone
            + " was not done: "
            + why
            + ". Ask again; the orchestrator's log says more.",
        cause);
  }

  @Override
  public Subscription listen(Consumer<ZoneEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Stops. Nodes go on, unless they are to be ended with the orchestrator. */
  @Override
  public void close() {
    closed = true;
    nudge();
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    FleetOverview.Subscription changes = fleet.listen(this::nudge);
    try (changes) {
      while (!closed) {
        Runnable first = commands.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
        if (!closed) {
          ZoneHands.guarded(() -> turn(first));
        }
      }
      hands.act(sizers.learned());
      if (stopsNodes) {
        endAll();
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "the zones' thread was woken");
    }
  }

  /** Has the thread look now. When the queue is full, it is about to look anyway. */
  private void nudge() {
    boolean unused = commands.offer(() -> {});
  }

  /** Nodes that are still there when the patience is over go on, and end without a lease. */
  private void endAll() throws InterruptedException {
    long began = clock.nanos();
    backend.running().keySet().forEach(node -> backend.stop(node, false));
    boolean forced = false;
    while (!backend.running().isEmpty() && clock.nanos() - began < CLOSE.toNanos()) {
      if (!forced && clock.nanos() - began > LAST_CALLS.toNanos()) {
        forced = true;
        backend.running().keySet().forEach(node -> backend.stop(node, true));
      }
      commands.clear();
      // Nothing is done any more about what is asked; it is only waited.
      Runnable unused = commands.poll(TICK.toMillis() / 4, TimeUnit.MILLISECONDS);
    }
  }

  /** Looks at everything once, and does what follows. */
  void turn(@Nullable Runnable first) {
    FleetSnapshot snapshot = fleet.snapshot();
    FleetSights sights = new FleetSights(snapshot, backend.running().keySet(), numbers(), backend);
    Map<String, ZoneSignals> signals;
    synchronized (lock) {
      for (Runnable each = first; each != null; each = commands.poll()) {
        ZoneHands.guarded(each);
      }
      signals = signals(snapshot);
    }
    // Outside the lock: it may have to simulate a queue.
    Map<String, Advice> advice = new HashMap<>();
    signals.forEach(
        (zone, seen) -> ZoneHands.guarded(() -> advice.put(zone, sizers.advise(zone, seen))));
    List<ZoneEffect> effects = new ArrayList<>();
    synchronized (lock) {
      advice.forEach(
          (zone, size) ->
              zones.zone(zone).ifPresent(sized -> sized.sized(size.nodes(), size.because())));
      effects.addAll(asked);
      asked.clear();
      effects.addAll(zones.look(sights, moment()));
    }
    effects.addAll(learned());
    hands.act(effects);
    List<Runnable> after = List.copyOf(afterwards);
    afterwards.clear();
    after.forEach(ZoneHands::guarded);
  }

  /** Outside the lock: files may have to be looked at. */
  private Map<String, NodeNumbers> numbers() {
    Map<String, NodeNumbers> numbers = new HashMap<>();
    templates.stream()
        .filter(template -> !template.foreign())
        .forEach(template -> numbers.put(template.zone(), backend.numbers(template)));
    return numbers;
  }

  /** What scalers have learned changes each second, and is worth a write now and then. */
  private List<ZoneEffect> learned() {
    Moment now = moment();
    if (keptAt != null && !now.isPast(keptAt, KEEPING)) {
      return List.of();
    }
    boolean first = keptAt == null;
    keptAt = now;
    return first ? List.of() : sizers.learned();
  }

  private Map<String, ZoneSignals> signals(FleetSnapshot snapshot) {
    Moment now = moment();
    Map<String, ZoneSignals> signals = new HashMap<>();
    if (sizedAt != null && !now.isPast(sizedAt, SIZING)) {
      return signals;
    }
    sizedAt = now;
    TrafficPicture calls = traffic.get();
    for (Zone zone : zones.all()) {
      String name = zone.book().template().zone();
      ZoneHands.guarded(() -> signals.put(name, sizers.signals(zone, snapshot, calls, now)));
    }
    return signals;
  }

  /** What is heard of starts. */
  private final class Heard implements ZoneHands.Starts {
    @Override
    public List<ZoneEffect> started(String node, String process) {
      synchronized (lock) {
        return zones.of(node).map(zone -> zone.started(node, process)).orElse(List.of());
      }
    }

    @Override
    public List<ZoneEffect> notStarted(String node, String why) {
      synchronized (lock) {
        return zones.of(node).map(zone -> zone.notStarted(node, why, moment())).orElse(List.of());
      }
    }
  }

  private void tell(ZoneEvent event) {
    listeners.forEach(listener -> ZoneHands.guarded(() -> listener.accept(event)));
  }

  private Moment moment() {
    return new Moment(clock.nanos(), clock.now());
  }
}

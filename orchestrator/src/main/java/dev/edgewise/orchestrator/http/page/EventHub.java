package dev.edgewise.orchestrator.http.page;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.Scheduler;
import dev.edgewise.orchestrator.overview.FleetOverview;
import dev.edgewise.orchestrator.rpc.OperatorView;
import io.micronaut.http.sse.Event;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Tells listeners of the fleet: at most twice a second when something has changed, at least every
 * 1.5 s so that silence means that the connection is lost. What all are told is written once.
 * Thread-safe.
 */
final class EventHub implements AutoCloseable {
  static final int MOST_LISTENERS = 64;
  private static final Duration TICK = Duration.ofMillis(500);

  /** Looked at with each tick, so that a word comes after 1 s, or 1.5 s when a tick comes late. */
  private static final long LONGEST_SILENCE_NANOS = Duration.ofMillis(900).toNanos();

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int DECISIONS_AT_FIRST = 50;
  private static final int DECISIONS_AT_ONCE = 25;

  private final OperatorView view;
  private final Supplier<String> pictures;
  private final Supplier<Optional<String>> zones;
  private final Clock clock;
  private final Scheduler scheduler;
  private final Map<EventStream, OperatorView.LineWatch> listeners = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicBoolean ticking = new AtomicBoolean();
  private final AtomicBoolean changed = new AtomicBoolean();
  private final FleetOverview.Subscription changes;
  private volatile boolean closed;
  private long toldAt;
  private String shown;

  /**
   * @param pictures the last pictures, as JSON; told again only when they are others
   * @param zones the zones, as JSON, told with the fleet; empty where there are none
   */
  EventHub(
      OperatorView view,
      Supplier<String> pictures,
      Supplier<Optional<String>> zones,
      Clock clock,
      Scheduler scheduler) {
    this.view = requireNonNull(view, "view");
    this.pictures = requireNonNull(pictures, "pictures");
    this.zones = requireNonNull(zones, "zones");
    this.clock = requireNonNull(clock, "clock");
    this.scheduler = requireNonNull(scheduler, "scheduler");
    this.shown = pictures.get();
    this.changes = view.fleet().listen(() -> changed.set(true));
  }

  /** A new listener; empty when there are as many as there may be. */
  Optional<EventStream> listen() {
    if (listeners.size() >= MOST_LISTENERS) {
      return Optional.empty();
    }
    Optional<OperatorView.LineWatch> watch = view.watchLines(DECISIONS_AT_ONCE, () -> {});
    if (watch.isEmpty()) {
      return Optional.empty();
    }
    EventStream stream = new EventStream(this::left);
    stream.begin(event("fleet", view.fleetJson()));
    zones.get().ifPresent(json -> stream.begin(event("zones", json)));
    stream.begin(event("decisions", view.decisionLinesJson(DECISIONS_AT_FIRST)));
    stream.begin(event("pictures", pictures.get()));
    if (!enter(stream, watch.get())) {
      watch.get().close();
      return Optional.empty();
    }
    if (ticking.compareAndSet(false, true)) {
      tickLater();
    }
    return Optional.of(stream);
  }

  // Not the lock of the ticks, which is held while the fleet is written down.
  private boolean enter(EventStream stream, OperatorView.LineWatch watch) {
    synchronized (listeners) {
      if (closed || listeners.size() >= MOST_LISTENERS) {
        return false;
      }
      listeners.put(stream, watch);
      return true;
    }
  }

  private void left(EventStream stream) {
    OperatorView.LineWatch watch = listeners.remove(stream);
    if (watch != null) {
      watch.close();
    }
  }

  int listeners() {
    return listeners.size();
  }

  private void tickLater() {
    scheduler.schedule(TICK, this::tick);
  }

  private synchronized void tick() {
    if (closed) {
      return;
    }
    if (listeners.isEmpty()) {
      ticking.set(false);
      // One that came in between has seen it still ticking.
      if (listeners.isEmpty() || !ticking.compareAndSet(false, true)) {
        return;
      }
    }
    try {
      tell();
    } finally {
      tickLater();
    }
  }

  private void tell() {
    long now = clock.nanos();
    if (changed.getAndSet(false) || now - toldAt >= LONGEST_SILENCE_NANOS) {
      toldAt = now;
      Event<String> event = event("fleet", view.fleetJson());
      listeners.keySet().forEach(stream -> stream.fleet(event));
      zones
          .get()
          .map(json -> event("zones", json))
          .ifPresent(told -> listeners.keySet().forEach(stream -> stream.zones(told)));
    }
    String newest = pictures.get();
    if (!newest.equals(shown)) {
      shown = newest;
      Event<String> event = event("pictures", newest);
      listeners.keySet().forEach(stream -> stream.pictures(event));
    }
    listeners.forEach(
        (stream, watch) -> {
          if (stream.wantsDecisions()) {
            watch
                .take(DECISIONS_AT_ONCE)
                .ifPresent(lines -> stream.decisions(event("decisions", lines)));
          }
        });
  }

  private Event<String> event(String kind, String json) {
    return Event.of(json).name(kind).id(Long.toString(ids.incrementAndGet())).retry(RETRY);
  }

  /** Ends all streams. */
  @Override
  public void close() {
    synchronized (listeners) {
      closed = true;
    }
    changes.close();
    listeners.keySet().forEach(EventStream::end);
  }
}

package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.orchestrator.overview.FleetOverview;
import dev.edgewise.orchestrator.scale.Habits;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Does what the state machines say: what is to be remembered first, and no start that is not
 * remembered. Not thread-safe.
 */
final class ZoneHands {
  private static final Logger LOG = System.getLogger(ZoneHands.class.getName());

  private final FleetOverview fleet;
  private final NodeBackend backend;
  private final ZoneStore store;
  private final Starts starts;
  private final Consumer<ZoneEvent> listener;

  /** What could not be stored; the newest of each thing, tried again with the next. */
  private final Map<String, ZoneChange> unsaved = new LinkedHashMap<>();

  private boolean complained;

  /** Told what has become of a start; says what follows. */
  interface Starts {
    List<ZoneEffect> started(String node, String process);

    List<ZoneEffect> notStarted(String node, String why);
  }

  ZoneHands(
      FleetOverview fleet,
      NodeBackend backend,
      ZoneStore store,
      Starts starts,
      Consumer<ZoneEvent> listener) {
    this.fleet = requireNonNull(fleet, "fleet");
    this.backend = requireNonNull(backend, "backend");
    this.store = requireNonNull(store, "store");
    this.starts = requireNonNull(starts, "starts");
    this.listener = requireNonNull(listener, "listener");
  }

  void act(List<ZoneEffect> effects) {
    boolean stored = save(effects);
    for (ZoneEffect effect : effects) {
      guarded(() -> act(effect, stored));
    }
  }

  private boolean save(List<ZoneEffect> effects) {
    for (ZoneEffect effect : effects) {
      if (effect instanceof ZoneEffect.Keep(ZoneChange change)) {
        unsaved.put(key(change), change);
      }
    }
    if (unsaved.isEmpty()) {
      return true;
    }
    try {
      store.commit(List.copyOf(unsaved.values()));
      unsaved.clear();
      if (complained) {
        complained = false;
        LOG.log(Level.INFO, "the store of zones can be written again");
      }
      return true;
    } catch (EdgewiseException e) {
      // It is tried several times a second.
      if (!complained) {
        complained = true;
        LOG.log(Level.ERROR, e.getMessage());
      }
      return false;
    }
  }

  private static String key(ZoneChange change) {
    return switch (change) {
      case ZoneChange.PutZone(StoredZone zone) -> "zone " + zone.zone();
      case ZoneChange.PutNode(StoredZoneNode node) -> "node " + node.name();
      case ZoneChange.DropNode(String name) -> "node " + name;
      case ZoneChange.PutHabits(String zone, Habits _) -> "habits " + zone;
    };
  }

  private void act(ZoneEffect effect, boolean stored) {
    switch (effect) {
      case ZoneEffect.Keep _ -> {}
      case ZoneEffect.StandBy(String node) -> fleet.standBy(node);
      case ZoneEffect.Start(StartOrder order) -> start(order, stored);
      case ZoneEffect.Drain(String node, boolean drain) -> fleet.drain(node, drain);
      case ZoneEffect.Stop(String node, boolean force) -> backend.stop(node, force);
      case ZoneEffect.Forget(String node) -> {
        fleet.ended(node, "its process has ended");
        backend.forget(node);
      }
      case ZoneEffect.Tell(ZoneEvent event) -> {
        LOG.log(Level.INFO, event.line());
        listener.accept(event);
      }
    }
  }

  private void start(StartOrder order, boolean stored) {
    if (!stored) {
      act(starts.notStarted(order.node(), "it could not be stored that it starts"));
      return;
    }
    String process;
    try {
      process = backend.start(order);
    } catch (IOException e) {
      act(starts.notStarted(order.node(), String.valueOf(e.getMessage())));
      return;
    }
    act(starts.started(order.node(), process));
  }

  /** What goes wrong with one thing must not stop the others. */
  static void guarded(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "looking after zones: " + e, e);
    }
  }
}

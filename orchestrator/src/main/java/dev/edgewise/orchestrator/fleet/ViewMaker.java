package dev.edgewise.orchestrator.fleet;

import dev.edgewise.core.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the versioned view that clients are sent, and the deltas that lead from one version to the
 * next. All clients are sent the same deltas: one that misses any gets the full view. What is known
 * of a node and what it offers is told at once ({@link #changes}), loads are gathered ({@link
 * #pulse}). Not thread-safe.
 *
 * <p>Versions grow across restarts: blocks of them are reserved in the store before they are used.
 */
final class ViewMaker {
  private static final long BLOCK = 1_000;

  private final Map<String, NodeEntry> published = new LinkedHashMap<>();
  private final Set<String> waiting = new LinkedHashSet<>();
  private final long loadRefresh;
  private long version;
  private long reserved;
  private ViewMessage.@Nullable Full full;

  /**
   * @param floor the largest version that an earlier process may have used
   */
  ViewMaker(long floor, Duration loadRefresh) {
    this.version = floor + 1;
    this.reserved = floor;
    this.loadRefresh = loadRefresh.toNanos();
  }

  /** What has changed since the last call, loads aside; empty when nothing has. */
  Optional<ViewMessage.Delta> changes(ViewSource source) {
    List<NodeEntry> changed = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    for (String name : source.takeTouched()) {
      Optional<NodeEntry> entry = source.entry(name);
      NodeEntry before = published.get(name);
      if (entry.isEmpty()) {
        waiting.remove(name);
        if (published.remove(name) != null) {
          removed.add(name);
        }
      } else if (before == null || entry.get().differsIn(before)) {
        publish(entry.get(), changed);
      } else if (isWorthTelling(before, entry.get())) {
        waiting.add(name);
      }
    }
    return changed.isEmpty() && removed.isEmpty()
        ? Optional.empty()
        : Optional.of(next(changed, removed));
  }

  /** Loads that have changed since the last call; without any, a delta that changes nothing. */
  ViewMessage.Delta pulse(ViewSource source) {
    List<NodeEntry> changed = new ArrayList<>();
    for (String name : List.copyOf(waiting)) {
      source.entry(name).ifPresent(entry -> publish(entry, changed));
    }
    waiting.clear();
    return changed.isEmpty()
        ? new ViewMessage.Delta(version, version, List.of(), List.of())
        : next(changed, List.of());
  }

  /** The view as of the last delta. */
  ViewMessage.Full full() {
    if (full == null) {
      full = new ViewMessage.Full(version, List.copyOf(published.values()));
    }
    return full;
  }

  long version() {
    return version;
  }

  /** What has to be stored before the newest version may be sent. */
  Optional<Change> reserve() {
    if (version <= reserved) {
      return Optional.empty();
    }
    reserved = version + BLOCK;
    return Optional.of(new Change.ViewFloor(reserved));
  }

  private void publish(NodeEntry entry, List<NodeEntry> changed) {
    published.put(entry.name(), entry);
    waiting.remove(entry.name());
    changed.add(entry);
  }

  private ViewMessage.Delta next(List<NodeEntry> changed, List<String> removed) {
    full = null;
    return new ViewMessage.Delta(version, ++version, changed, removed);
  }

  private boolean isWorthTelling(NodeEntry before, NodeEntry now) {
    Optional<Load> load = now.load();
    return !before.load().equals(load) || now.loadAt() - before.loadAt() >= loadRefresh;
  }
}

package dev.edgewise.orchestrator.registry;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.FleetRegistry.Check;
import dev.edgewise.sdk.spi.FleetRegistry.Entry;
import dev.edgewise.sdk.spi.FleetRegistry.State;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the registry is believed to hold, and the next thing to do so that it holds what it should.
 * Only the difference is kept, never a queue of what happened: however long the registry was away,
 * there is no more to do than to write each entry once. Not thread-safe.
 */
final class Catalogue {
  /** What was written, and when. */
  private record Written(Entry entry, Check check, long at) {}

  private final Duration refresh;

  /** In the order in which they were written: the first is due first. */
  private final Map<String, Written> written = new LinkedHashMap<>();

  /** Of an earlier life of this orchestrator, not yet written by this one. */
  private final Set<String> leftovers = new LinkedHashSet<>();

  private final Deque<Step> pending = new ArrayDeque<>();

  /**
   * A catalogue that is believed to be empty.
   *
   * @param refresh after which an entry is reported on again, so that it does not lapse
   */
  Catalogue(Duration refresh) {
    this.refresh = requireNonNull(refresh, "refresh");
  }

  /** The registry holds these of our entries, and no others. All are due to be reported on. */
  void holds(Set<String> ids, long now) {
    written.keySet().retainAll(ids);
    written.replaceAll(
        (id, entry) -> new Written(entry.entry(), entry.check(), now - refresh.toNanos()));
    leftovers.clear();
    leftovers.addAll(ids);
    leftovers.removeAll(written.keySet());
    pending.clear();
  }

  /** That is what it should say; replaces whatever was to be done. */
  void want(Listings wanted) {
    pending.clear();
    List<Step> changes = new ArrayList<>();
    Map<String, Listing> byId = new HashMap<>();
    for (Listing listing : wanted.all()) {
      byId.put(listing.id(), listing);
      Written there = written.get(listing.id());
      if (there == null || !there.entry().equals(listing.entry())) {
        changes.add(new Step.Put(listing));
      } else if (!there.check().equals(listing.check())) {
        changes.add(new Step.Report(listing.id(), listing.check()));
      }
    }
    if (wanted.complete()) {
      for (Set<String> ids : List.of(written.keySet(), leftovers)) {
        ids.stream()
            .filter(id -> !byId.containsKey(id))
            .forEach(id -> changes.add(new Step.Remove(id)));
      }
    }
    // Whoever looks there must not be sent to a node that is lost; all else is less pressing.
    changes.sort(Comparator.comparingInt(Catalogue::rank));
    pending.addAll(changes);
  }

  private static int rank(Step step) {
    return switch (step) {
      case Step.Report report -> report.check().state() == State.PASSING ? 1 : 0;
      case Step.Put _ -> 2;
      case Step.Remove _ -> 3;
    };
  }

  /** The next thing to do; empty when there is nothing to do now. */
  Optional<Step> next(long now) {
    Step change = pending.peek();
    if (change != null) {
      return Optional.of(change);
    }
    return written.entrySet().stream()
        .findFirst()
        .filter(first -> now - first.getValue().at() >= refresh.toNanos())
        .map(first -> new Step.Report(first.getKey(), first.getValue().check()));
  }

  /** It was done. */
  void done(Step step, long now) {
    pending.remove(step);
    switch (step) {
      case Step.Put(Listing listing) -> write(listing.entry(), listing.check(), now);
      case Step.Report(String id, Check check) -> {
        Written there = written.get(id);
        if (there != null) {
          write(there.entry(), check, now);
        }
      }
      case Step.Remove(String id) -> {
        written.remove(id);
        leftovers.remove(id);
      }
    }
  }

  private void write(Entry entry, Check check, long now) {
    // To the end of the order.
    written.remove(entry.id());
    written.put(entry.id(), new Written(entry, check, now));
    leftovers.remove(entry.id());
  }

  /** How long there is nothing to do if nothing happens; zero when there is something. */
  Duration idle(long now) {
    if (!pending.isEmpty()) {
      return Duration.ZERO;
    }
    return written.values().stream()
        .findFirst()
        .map(first -> Duration.ofNanos(Math.max(0, first.at() + refresh.toNanos() - now)))
        .orElse(refresh);
  }

  /** How many entries it is believed to hold. */
  int size() {
    return written.size() + leftovers.size();
  }
}

package dev.edgewise.orchestrator.quarantine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What clients said lately of one service on one node. Bounded: so many slots of time, and in each
 * so many sources; those beyond are taken for one. Not thread-safe.
 *
 * <p>Nobody condemns a node alone. Where several clients have called it, the calls of the busiest
 * are weighed as at most half of all, and so those of the busiest tenant: what one of them fails
 * with, and the others do not, stays at one half, and {@link QuarantineRules#share} is more. Where
 * one is the only caller, its word is all there is.
 */
final class Evidence {
  private static final int SLOTS = 15;
  private static final int MOST_SOURCES = 16;

  /** What is looked at: the last seconds, in which what broke now shows first; and all of it. */
  static final int[] HORIZONS = {2, 5, SLOTS};

  static final int ALL = SLOTS;

  private static final Source OTHERS = new Source("others", "others");

  /** Who said it: an application by its name, as all its processes send the same, and a tenant. */
  private record Source(String client, String tenant) {}

  private record Slot(long number, Map<Source, Tally> sources) {}

  private final long slotNanos;
  private final long process;
  private final Deque<Slot> slots = new ArrayDeque<>();

  /**
   * @param process that it tells of; of another process it says nothing
   */
  Evidence(Duration window, long process) {
    this.slotNanos = window.toNanos() / SLOTS;
    this.process = process;
  }

  long process() {
    return process;
  }

  void add(String client, Attempts said, long now) {
    long number = Math.floorDiv(now, slotNanos);
    forget(now);
    if (slots.isEmpty() || slots.getLast().number() != number) {
      slots.add(new Slot(number, new HashMap<>()));
    }
    Map<Source, Tally> sources = slots.getLast().sources();
    Source source = new Source(client, said.tenant());
    if (!sources.containsKey(source) && sources.size() >= MOST_SOURCES) {
      source = OTHERS;
    }
    sources.computeIfAbsent(source, fresh -> new Tally()).add(said.answered(), said.faults());
  }

  /** Whether nothing is left to look at. */
  boolean isOver(long now) {
    forget(now);
    return slots.isEmpty();
  }

  private void forget(long now) {
    long oldest = Math.floorDiv(now, slotNanos) - SLOTS + 1;
    while (!slots.isEmpty() && slots.getFirst().number() < oldest) {
      slots.removeFirst();
    }
  }

  /**
   * All that was said lately.
   *
   * @param last so many slots of the window, 1 to all
   */
  Tally sum(long now, int last) {
    Tally sum = new Tally();
    slots(now, last).forEach(slot -> slot.sources().values().forEach(sum::add));
    return sum;
  }

  private List<Slot> slots(long now, int last) {
    forget(now);
    long oldest = Math.floorDiv(now, slotNanos) - last + 1;
    return slots.stream().filter(slot -> slot.number() >= oldest).toList();
  }

  /** The share of it that failed, 0 to 1, nobody's word counting for more than half of several. */
  double share(long now, int last) {
    List<Slot> recent = slots(now, last);
    double share = sum(now, last).share();
    share = Math.min(share, weighed(recent, Source::client));
    return Math.min(share, weighed(recent, Source::tenant));
  }

  private static double weighed(List<Slot> recent, Function<Source, String> by) {
    Map<String, Tally> groups = new HashMap<>();
    recent.forEach(
        slot ->
            slot.sources()
                .forEach(
                    (source, tally) ->
                        groups.computeIfAbsent(by.apply(source), fresh -> new Tally()).add(tally)));
    Optional<Tally> busiest =
        groups.values().stream().max((a, b) -> Long.compare(a.all(), b.all()));
    if (busiest.isEmpty()) {
      return 0;
    }
    double all = 0;
    double failed = 0;
    for (Tally group : groups.values()) {
      all += group.all();
      failed += group.failed();
    }
    double own = busiest.get().all();
    double others = all - own;
    if (others == 0) {
      return busiest.get().share();
    }
    double weight = Math.min(1, others / own);
    return (failed - (1 - weight) * busiest.get().failed()) / (others + weight * own);
  }
}

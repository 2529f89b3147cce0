package dev.edgewise.serving.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The calls that wait in one lane, in the order in which they run: the more urgent class first,
 * between tenants evenly (start-time fair queueing: each call has a tag, one step behind the
 * tenant's last or the line's present), and first come, first served inside. Urgency grows with
 * waiting: the rank is halved every {@link #AGEING}. Not thread-safe.
 */
final class Line<I, O> {
  /** After this wait a call's rank is half. Ten of them make the lowest rank the highest. */
  static final long AGEING = 500_000_000L;

  private final ArrayList<Entry<I, O>> entries = new ArrayList<>();
  private final Map<String, Double> lastTags = new HashMap<>();
  private double present;
  private boolean mixed;
  private long bytes;

  /** The rank that a call has after waiting, 0 (most urgent) to 1000. */
  static int rank(Entry<?, ?> entry, long now) {
    return entry.rank >> Math.clamp((now - entry.arrived) / AGEING, 0, 30);
  }

  void add(Entry<I, O> entry) {
    if (entries.isEmpty()) {
      lastTags.clear();
      mixed = false;
    } else {
      mixed |= entries.getFirst().rank != entry.rank;
    }
    String tenant = entry.terms.tenant();
    double start = Math.max(present, lastTags.getOrDefault(tenant, present));
    entry.tag = start;
    lastTags.put(tenant, start + 1);
    int at = entries.size();
    while (at > 0 && before(entry, entries.get(at - 1))) {
      at--;
    }
    entries.add(at, entry);
    bytes += entry.bytes;
  }

  /** Puts the line in order for a moment. */
  void order(long now) {
    if (mixed) {
      entries.sort(
          Comparator.<Entry<I, O>>comparingInt(entry -> rank(entry, now))
              .thenComparingDouble(entry -> entry.tag)
              .thenComparingLong(entry -> entry.number));
    }
  }

  /** Takes the first {@code count} out. */
  List<Entry<I, O>> take(int count) {
    if (count == 1) {
      Entry<I, O> head = entries.removeFirst();
      bytes -= head.bytes;
      present = Math.max(present, head.tag);
      return List.of(head);
    }
    List<Entry<I, O>> head = entries.subList(0, count);
    List<Entry<I, O>> taken = List.copyOf(head);
    head.clear();
    for (Entry<I, O> entry : taken) {
      bytes -= entry.bytes;
      present = Math.max(present, entry.tag);
    }
    return taken;
  }

  /** Takes those out that {@code which} says, in order. */
  List<Entry<I, O>> takeIf(Predicate<Entry<I, O>> which) {
    int first = 0;
    while (first < entries.size() && !which.test(entries.get(first))) {
      first++;
    }
    if (first == entries.size()) {
      return List.of();
    }
    List<Entry<I, O>> taken = new ArrayList<>();
    entries.removeIf(
        entry -> {
          if (!which.test(entry)) {
            return false;
          }
          taken.add(entry);
          bytes -= entry.bytes;
          return true;
        });
    return taken;
  }

  Entry<I, O> get(int index) {
    return entries.get(index);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  int size() {
    return entries.size();
  }

  long bytes() {
    return bytes;
  }

  /** The deadlines, in order. */
  long[] deadlines() {
    long[] deadlines = new long[entries.size()];
    for (int i = 0; i < deadlines.length; i++) {
      deadlines[i] = entries.get(i).deadline;
    }
    return deadlines;
  }

  /** The earliest deadline, {@link Entry#NEVER} when there is none. */
  long earliestDeadline() {
    long earliest = Entry.NEVER;
    for (Entry<I, O> entry : entries) {
      earliest = Math.min(earliest, entry.deadline);
    }
    return earliest;
  }

  private static boolean before(Entry<?, ?> one, Entry<?, ?> other) {
    return one.rank != other.rank ? one.rank < other.rank : one.tag < other.tag;
  }
}

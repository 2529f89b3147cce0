package dev.edgewise.orchestrator.traffic;

import org.jspecify.annotations.Nullable;

/**
 * The last seconds of calls of one method, or to one node, one slot a second; and what they came to
 * since the start. Not thread-safe.
 */
final class Window {
  private final Slot[] slots;
  private final long firstSecond;
  private long total;
  private long failedTotal;

  /** One second. */
  private static final class Slot {
    long second = Long.MIN_VALUE;
    long calls;
    long failed;
    long escalated;
    // Most slots of most windows are empty.
    @Nullable Histogram latency;

    void restart(long newSecond) {
      second = newSecond;
      calls = 0;
      failed = 0;
      escalated = 0;
      if (latency != null) {
        latency.clear();
      }
    }
  }

  /**
   * @param seconds how many are kept, ≥ 1
   * @param firstSecond of the first call
   */
  Window(int seconds, long firstSecond) {
    this.slots = new Slot[seconds];
    for (int i = 0; i < seconds; i++) {
      slots[i] = new Slot();
    }
    this.firstSecond = firstSecond;
  }

  void count(Calls calls) {
    total += calls.all();
    failedTotal += calls.notCompleted();
  }

  /**
   * Adds the part of {@code calls} that falls into one second.
   *
   * @param from the share of the period that lay before that second, 0 to 1
   * @param to the share of the period that had passed at its end
   */
  void add(long second, Calls calls, double from, double to) {
    Slot slot = slots[(int) Math.floorMod(second, (long) slots.length)];
    if (slot.second > second) {
      // A report about a time that has made room.
      return;
    }
    if (slot.second < second) {
      slot.restart(second);
    }
    slot.calls += part(calls.all(), from, to);
    slot.failed += part(calls.notCompleted(), from, to);
    slot.escalated += part(calls.escalated(), from, to);
    for (Calls.Bucket bucket : calls.latency()) {
      long count = part(bucket.count(), from, to);
      if (count > 0) {
        if (slot.latency == null) {
          slot.latency = new Histogram();
        }
        slot.latency.add(bucket.index(), count);
      }
    }
  }

  // Rounded so that the parts of a period sum up to the whole.
  private static long part(long count, double from, double to) {
    return Math.round(count * to) - Math.round(count * from);
  }

  /** What the calls of {@code seconds} seconds up to and with {@code last} came to. */
  CallSummary summary(long last, int seconds) {
    long calls = 0;
    long failed = 0;
    long escalated = 0;
    Histogram latency = new Histogram();
    for (long second = last - seconds + 1; second <= last; second++) {
      Slot slot = at(second);
      if (slot == null) {
        continue;
      }
      calls += slot.calls;
      failed += slot.failed;
      escalated += slot.escalated;
      if (slot.latency != null) {
        latency.add(slot.latency);
      }
    }
    // Calls that began 3 s ago would otherwise look like a third of what they are.
    double span = Math.clamp(last - firstSecond + 1, 1, seconds);
    return new CallSummary(
        calls / span,
        latency.quantileMillis(0.50),
        latency.quantileMillis(0.99),
        failed / span,
        escalated / span,
        total,
        failedTotal);
  }

  double callsIn(long second) {
    Slot slot = at(second);
    return slot == null ? 0 : slot.calls;
  }

  double p99MillisIn(long second) {
    Slot slot = at(second);
    return slot == null || slot.latency == null ? 0 : slot.latency.quantileMillis(0.99);
  }

  private @Nullable Slot at(long second) {
    Slot slot = slots[(int) Math.floorMod(second, (long) slots.length)];
    return slot.second == second ? slot : null;
  }
}

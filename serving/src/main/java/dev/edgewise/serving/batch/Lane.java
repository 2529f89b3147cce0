package dev.edgewise.serving.batch;

import dev.edgewise.core.Text;

/** One queue of calls that can run together, and what is known of it. Not thread-safe. */
final class Lane<I, O> {
  /** Each so many batches one may be larger than the knee: what is never run is never learned. */
  private static final int TRY_LARGER = 256;

  private static final int MAX_TEXT = 200;

  final LaneFamily<I, O> family;
  final Object key;
  final boolean alone;
  final Line<I, O> line;
  final CostTable costs;
  final MemoryTable memory;
  final Pace pace = new Pace();
  final LaneRecord record = new LaneRecord();

  /** The family's items that run alone. */
  final Quarantine quarantine;

  /** Run when the lane is closed. */
  final Runnable forgotten;

  /** Calls that run now. */
  int running;

  /** Calls that were completed. */
  long completed;

  /** Batches that ran. */
  long batches;

  /** When a call came or a batch ended last. */
  long used;

  /** Calls in a row that were refused as too late although nothing ran. */
  int lateInARow;

  private final Knee knee;
  private int cap;

  Lane(
      LaneFamily<I, O> family,
      Object key,
      boolean alone,
      Quarantine quarantine,
      Runnable forgotten) {
    this.family = family;
    this.key = key;
    this.alone = alone;
    this.quarantine = quarantine;
    this.forgotten = forgotten;
    this.line = new Line<>();
    int most = alone ? 1 : family.most(key);
    this.costs = new CostTable(most);
    this.memory = new MemoryTable(most, family.allowedMemory);
    this.knee = new Knee(most);
    this.cap = most;
  }

  /** The most calls of the next batch. */
  int cap() {
    int most = batches % TRY_LARGER == TRY_LARGER - 1 ? costs.max() : cap;
    return family.settings.memoryAware() ? Math.min(most, memory.cap()) : most;
  }

  /** The cost of a batch of {@code n} with its margin, in nanoseconds; 0 when nothing is known. */
  double cost(int n) {
    return costs.at(n) * costs.margin();
  }

  /** The cost of what waits, as far as one batch takes it. */
  double costOfNext() {
    return line.isEmpty() ? 0 : cost(Math.min(line.size(), cap()));
  }

  /** A batch of {@code n} ran well. */
  void learn(int n, long nanos) {
    if (costs.observe(n, nanos)) {
      cap = knee.of(costs);
    }
    memory.fitted(n);
  }

  /** Until when the lane should start its next batch: the less, the earlier it is its turn. */
  double startBy() {
    Entry<I, O> head = line.get(0);
    double overdue = head.arrived + (double) family.settings.timeout().toNanos();
    return head.deadline == Entry.NEVER ? overdue : Math.min(overdue, head.deadline - costOfNext());
  }

  /** For people. */
  String keyText() {
    return Text.line(key.toString(), MAX_TEXT);
  }

  /** For people. */
  String title() {
    String text = keyText();
    return text.isEmpty() ? family.name : family.name + " " + text;
  }

  boolean isIdle() {
    return line.isEmpty() && running == 0;
  }
}

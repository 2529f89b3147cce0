package dev.edgewise.serving.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens in one lane. Verdicts may be counted by many threads at once; all else is
 * guarded by the device's lock.
 */
final class LaneRecord {
  /** Batches of 1, 2, 3–4, …, 513–1024. */
  private static final int CLASSES = 11;

  private final LongAdder completed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder cancelled = new LongAdder();
  private final long[] batches = new long[CLASSES];
  private final Recent waits = new Recent();
  private final Recent durations = new Recent();

  void verdict(Verdict<?> verdict) {
    if (verdict instanceof Verdict.Completed) {
      completed.increment();
    } else if (verdict instanceof Verdict.Refused) {
      refused.increment();
    } else if (verdict instanceof Verdict.Failed) {
      failed.increment();
    } else {
      cancelled.increment();
    }
  }

  void waited(long nanos) {
    waits.add(nanos);
  }

  void ran(int size, long nanos) {
    batches[sizeClass(size)]++;
    durations.add(nanos);
  }

  /** 1, 2, 3–4, 5–8: the bits of one less. */
  static int sizeClass(int size) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
  }

  Tally tally() {
    Map<String, Long> verdicts = new TreeMap<>();
    put(verdicts, "completed", completed);
    put(verdicts, "refused", refused);
    put(verdicts, "failed", failed);
    put(verdicts, "cancelled", cancelled);
    int used = CLASSES;
    while (used > 0 && batches[used - 1] == 0) {
      used--;
    }
    List<Long> sizes = new ArrayList<>(used);
    for (int i = 0; i < used; i++) {
      sizes.add(batches[i]);
    }
    return new Tally(sizes, verdicts, waits.median(), durations.median());
  }

  private static void put(Map<String, Long> verdicts, String word, LongAdder count) {
    long sum = count.sum();
    if (sum > 0) {
      verdicts.put(word, sum);
    }
  }

  /** The last few values. */
  private static final class Recent {
    private final long[] values = new long[64];
    private int count;

    void add(long value) {
      values[count++ % values.length] = value;
      if (count == 2 * values.length) {
        count = values.length;
      }
    }

    long median() {
      int size = Math.min(count, values.length);
      if (size == 0) {
        return 0;
      }
      long[] sorted = Arrays.copyOf(values, size);
      Arrays.sort(sorted);
      return sorted[size / 2];
    }
  }
}

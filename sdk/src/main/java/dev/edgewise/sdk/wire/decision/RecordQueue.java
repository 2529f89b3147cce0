package dev.edgewise.sdk.wire.decision;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that wait to be written or sent. When there is no place left, those that are not notable
 * make room for those that are. Thread-safe.
 *
 * @param <T> the records
 */
final class RecordQueue<T> {
  private final int most;
  private final ArrayDeque<T> notable = new ArrayDeque<>();
  private final ArrayDeque<T> sampled = new ArrayDeque<>();
  private long dropped;
  private boolean closed;

  RecordQueue(int most) {
    this.most = most;
  }

  synchronized void offer(T record, boolean isNotable) {
    if (closed) {
      dropped++;
      return;
    }
    if (size() >= most) {
      dropped++;
      if (!isNotable || sampled.isEmpty()) {
        return;
      }
      sampled.removeFirst();
    }
    (isNotable ? notable : sampled).addLast(record);
    notifyAll();
  }

  /** Waits for the next record; null when there will be none. */
  synchronized @Nullable T take() throws InterruptedException {
    while (isEmpty()) {
      if (closed) {
        return null;
      }
      wait();
    }
    return next();
  }

  /** Takes what is there, notable ones first, at most so many. */
  synchronized List<T> poll(int limit) {
    List<T> records = new ArrayList<>(Math.min(limit, size()));
    while (records.size() < limit) {
      T record = next();
      if (record == null) {
        break;
      }
      records.add(record);
    }
    return records;
  }

  private @Nullable T next() {
    return notable.isEmpty() ? sampled.pollFirst() : notable.pollFirst();
  }

  synchronized int size() {
    return notable.size() + sampled.size();
  }

  synchronized boolean isEmpty() {
    return notable.isEmpty() && sampled.isEmpty();
  }

  synchronized long dropped() {
    return dropped;
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }
}

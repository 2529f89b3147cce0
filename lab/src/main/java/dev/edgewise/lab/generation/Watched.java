package dev.edgewise.lab.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One stream as its client sees it. Thread-safe. */
public final class Watched {
  private final LongSupplier nanos;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Chunk> chunks = new ArrayList<>();
  private @Nullable String problem;

  /** A stream that has not begun. */
  public Watched(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A chunk has come. */
  public synchronized void chunk(String content, long done) {
    chunks.add(new Chunk(content, done, nanos.getAsLong()));
    notifyAll();
  }

  /** It has ended as it should. */
  public void completed() {
    ended.countDown();
    wake();
  }

  /** It has ended otherwise. */
  public void failed(String why) {
    synchronized (this) {
      problem = why;
    }
    completed();
  }

  private synchronized void wake() {
    notifyAll();
  }

  /** What has come so far. */
  public synchronized List<Chunk> chunks() {
    return List.copyOf(chunks);
  }

  /** Why it failed. */
  public synchronized Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Whether it has ended, well or not. */
  public boolean isOver() {
    return ended.getCount() == 0;
  }

  /** Waits until so many chunks have come; false when it ends or the time passes before. */
  public synchronized boolean awaitChunks(int count, long mostNanos) throws InterruptedException {
    long until = nanos.getAsLong() + mostNanos;
    while (chunks.size() < count) {
      long left = until - nanos.getAsLong();
      if (left <= 0 || isOver()) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /** Waits for its end; false when the time passes before. */
  public boolean awaitEnd(long mostNanos) throws InterruptedException {
    return ended.await(mostNanos, TimeUnit.NANOSECONDS);
  }
}

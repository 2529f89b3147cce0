package dev.edgewise.serving.cache;

import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.serving.cache.store.Key;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last semantic hits, with all that is needed to compute their answers. Thread-safe. */
final class RecentHits {
  /** What computing one of them may take. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Larger questions are not held for later. */
  private static final int LARGEST = 64 << 10;

  private final int most;

  // Guarded by this.
  private final Deque<Hit> hits = new ArrayDeque<>();

  /**
   * A hit.
   *
   * @param context of the call that was answered so
   * @param run computes its answer
   * @param placed the question, in its pool
   * @param key of the entry that was served
   * @param served its answer
   */
  record Hit(
      Asked asked,
      CallContext context,
      CallCaching.Run<?> run,
      SimilarQuestions.Placed placed,
      Key key,
      double similarity,
      ByteBuffer served) {}

  /** The last so many. */
  RecentHits(int most) {
    this.most = most;
  }

  synchronized void add(Hit hit) {
    if (hit.asked().request().size() + hit.served().remaining() > LARGEST) {
      return;
    }
    hits.addLast(hit);
    if (hits.size() > most) {
      hits.removeFirst();
    }
  }

  /** Takes out the last so many, the newest first: each is judged once. */
  synchronized List<Hit> take(int atMost) {
    List<Hit> taken = new ArrayList<>();
    while (taken.size() < atMost && !hits.isEmpty()) {
      taken.add(hits.removeLast());
    }
    return taken;
  }
}

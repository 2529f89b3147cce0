package dev.edgewise.serving.batch;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fingerprints of items that made batches fail: they run alone for a while. At most {@link #MOST}
 * of them, the newest. Not thread-safe; times in nanoseconds since the device began.
 */
final class Quarantine {
  static final int MOST = 256;

  /** How long one is held. */
  static final long HELD = 600_000_000_000L;

  /** Whether there was ever one: who asks this first need not tell items apart. */
  private volatile boolean any;

  private final Map<Long, Long> since =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > MOST;
        }
      };

  void add(long fingerprint, long now) {
    any = true;
    since.remove(fingerprint);
    since.put(fingerprint, now);
  }

  /** It went well. */
  void remove(long fingerprint) {
    since.remove(fingerprint);
    any = !since.isEmpty();
  }

  /** Whether an item could be held; may be asked by any thread. */
  boolean any() {
    return any;
  }

  boolean holds(long fingerprint, long now) {
    Long begin = since.get(fingerprint);
    if (begin == null) {
      return false;
    }
    if (now - begin > HELD) {
      remove(fingerprint);
      return false;
    }
    return true;
  }

  int size() {
    return since.size();
  }
}

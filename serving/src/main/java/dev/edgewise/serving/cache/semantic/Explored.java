package dev.edgewise.serving.cache.semantic;

import dev.edgewise.serving.cache.store.Key;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Questions whose calls run to be compared, until that has come out. One that turns out to mean the
 * same as a kept one need not be kept beside it, as it would not have been had it been served: so
 * what is learned gathers at few entries (vCache does likewise). Their answers come before the
 * comparison or after it. Not thread-safe.
 */
final class Explored {
  private static final int MOST = 1_024;

  private final Map<Seen, Asked> pending = new LinkedHashMap<>();

  /** What was found. */
  private record Seen(Key key, double similarity) {}

  /** What was asked, its own key once it has one, and whether the kept answer was right for it. */
  private record Asked(String text, @Nullable Key own, boolean right) {}

  void begin(Found.Explore found, String text) {
    pending.put(new Seen(found.key(), found.similarity()), new Asked(text, null, false));
    if (pending.size() > MOST) {
      Iterator<Seen> eldest = pending.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  /** Whether a question that has its own answer now is known to mean the same as a kept one. */
  boolean isKnown(Key own, String text) {
    for (Map.Entry<Seen, Asked> entry : pending.entrySet()) {
      Asked asked = entry.getValue();
      if (asked.text().equals(text)) {
        if (asked.right()) {
          pending.remove(entry.getKey());
          return true;
        }
        entry.setValue(new Asked(text, own, false));
        return false;
      }
    }
    return false;
  }

  /** Takes what came out; gives the key of the question that need not be kept, if it has one. */
  Optional<Key> end(Key key, double similarity, boolean right) {
    Seen seen = new Seen(key, similarity);
    Asked asked = pending.remove(seen);
    if (asked == null || !right) {
      return Optional.empty();
    }
    if (asked.own() == null) {
      pending.put(seen, new Asked(asked.text(), null, true));
    }
    return Optional.ofNullable(asked.own());
  }
}

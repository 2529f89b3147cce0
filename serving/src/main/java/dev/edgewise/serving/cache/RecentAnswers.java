package dev.edgewise.serving.cache;

import dev.edgewise.core.CacheNote;
import dev.edgewise.serving.cache.store.Key;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which calls were answered lately, and with what; the oldest are forgotten. Thread-safe. */
final class RecentAnswers {
  private final int most;

  // Guarded by this.
  private final Map<String, Answered> byDecision = new LinkedHashMap<>();

  /**
   * One answer.
   *
   * @param key of the entry that was served, or under which the answer was kept
   * @param pool where a semantic hit was found
   */
  record Answered(
      Scope scope, CacheNote.Kind kind, Key key, Optional<Key> pool, double similarity) {}

  /** The last so many. */
  RecentAnswers(int most) {
    this.most = most;
  }

  synchronized void add(String decisionId, Answered answered) {
    byDecision.remove(decisionId);
    byDecision.put(decisionId, answered);
    if (byDecision.size() > most) {
      Iterator<String> eldest = byDecision.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  /** Takes one out: a complaint counts once. */
  synchronized Optional<Answered> take(String decisionId) {
    return Optional.ofNullable(byDecision.remove(decisionId));
  }

  /** All of them, the newest last. */
  synchronized List<Answered> all() {
    return new ArrayList<>(byDecision.values());
  }
}

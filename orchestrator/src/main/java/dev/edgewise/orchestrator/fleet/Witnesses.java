package dev.edgewise.orchestrator.fleet;

import dev.edgewise.core.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What clients say of one node. A word counts only while it is fresh: a client that has fallen
 * silent testifies to nothing.
 */
final class Witnesses {
  /** What one client said, and when it was received. */
  private record Word(Sighting.Kind kind, long at) {}

  private final Map<Long, Word> words = new HashMap<>();
  private final long reach;
  private boolean everReached;
  private long reachedAt;

  /**
   * @param reach nanoseconds for which a word is fresh
   */
  Witnesses(long reach) {
    this.reach = reach;
  }

  void hear(long client, Sighting sighting, long now) {
    words.put(client, new Word(sighting.kind(), now));
    if (sighting.kind() == Sighting.Kind.REACHED) {
      long ago = sighting.heardAgo().map(Duration::toNanos).orElse(0L);
      long at = now - Math.max(0, ago);
      if (!everReached || at - reachedAt > 0) {
        everReached = true;
        reachedAt = at;
      }
    }
  }

  void forget(long client) {
    words.remove(client);
  }

  /** Another process has the name now: what was said was of the one before. */
  void clear() {
    words.clear();
    everReached = false;
  }

  /** Whether a client has reached the node after {@code since}, and not too long ago. */
  boolean reachedSince(long since, long now) {
    return everReached && reachedAt - since > 0 && now - reachedAt < reach;
  }

  /** When somebody last reached it, or {@code since} when nobody has after that. */
  long lastReached(long since) {
    return everReached && reachedAt - since > 0 ? reachedAt : since;
  }

  /** Whether at least one client has a fresh word, and all that have say "refused". */
  boolean allRefused(long now) {
    boolean any = false;
    for (Word word : words.values()) {
      if (now - word.at() < reach) {
        if (word.kind() != Sighting.Kind.REFUSED) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }

  /** The clients that say that they reach it. */
  List<Long> reaching(long now) {
    List<Long> clients = new ArrayList<>();
    words.forEach(
        (client, word) -> {
          if (word.kind() == Sighting.Kind.REACHED && now - word.at() < reach) {
            clients.add(client);
          }
        });
    return clients;
  }
}

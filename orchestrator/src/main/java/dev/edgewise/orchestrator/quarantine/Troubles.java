package dev.edgewise.orchestrator.quarantine;

import dev.edgewise.annotations.Tier;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Services that fail on all nodes of a tier: no node is to blame, their release is. Not
 * thread-safe.
 */
final class Troubles {
  private static final long REMEMBERED = Duration.ofMinutes(1).toNanos();
  private static final int MOST = 1_000;

  private record Key(String service, Tier tier) {}

  private record Trouble(String words, long at) {}

  private final Map<Key, Trouble> troubles = new LinkedHashMap<>();

  /** Takes note; returns a line for the log when it is news. */
  Optional<String> everywhere(String service, Tier tier, String here, Tally elsewhere, long now) {
    Key key = new Key(service, tier);
    boolean news = !troubles.containsKey(key);
    if (news && troubles.size() >= MOST) {
      return Optional.empty();
    }
    String words =
        "it fails on all nodes of the "
            + tier.name().toLowerCase(Locale.ROOT)
            + " tier alike, so nobody is put under quarantine: "
            + here
            + ", and "
            + Quarantines.percent(elsewhere)
            + " elsewhere. Look at what was released last";
    troubles.put(key, new Trouble(words, now));
    return news ? Optional.of("service " + service + ": " + words) : Optional.empty();
  }

  void forget(long now) {
    troubles.values().removeIf(trouble -> now - trouble.at() >= REMEMBERED);
  }

  Map<String, String> words() {
    Map<String, String> words = new TreeMap<>();
    troubles.forEach(
        (key, trouble) ->
            words.merge(key.service(), trouble.words(), (first, second) -> first + "; " + second));
    return words;
  }
}

package dev.edgewise.sdk.fleet;

import dev.edgewise.core.Sighting;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When to tell of sightings: each second, and at once when one has changed. Not thread-safe. */
final class SightingLog {
  private static final long EVERY = Duration.ofSeconds(1).toNanos();

  private Map<String, Sighting.Kind> told = Map.of();
  private boolean begun;
  private long at;

  boolean isDue(List<Sighting> sightings, long now) {
    Map<String, Sighting.Kind> kinds = new HashMap<>();
    sightings.forEach(sighting -> kinds.put(sighting.node(), sighting.kind()));
    if (begun && now - at < EVERY && kinds.equals(told)) {
      return false;
    }
    begun = true;
    told = kinds;
    at = now;
    return true;
  }

  /** Whoever was told is not there any more: the next one must hear all. */
  void forget() {
    begun = false;
  }
}

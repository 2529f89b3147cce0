package dev.edgewise.orchestrator.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When generations were begun, so that all pieces of an answer say the same also after their client
 * came back: of the newest ones, which are all that can be come back to. Thread-safe.
 */
final class BeginTimes {
  /** More than the gateway keeps generations. */
  private static final int MOST = 4_096;

  private final Map<String, Long> times = new LinkedHashMap<>();

  /**
   * When one was begun.
   *
   * @param now what it is, for one that is new
   */
  synchronized long of(String generation, long now) {
    Long known = times.putIfAbsent(generation, now);
    if (times.size() > MOST) {
      times.remove(times.keySet().iterator().next());
    }
    return known == null ? now : known;
  }
}

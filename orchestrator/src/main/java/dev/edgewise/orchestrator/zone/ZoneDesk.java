package dev.edgewise.orchestrator.zone;

import java.util.List;

/** The desk where sleeping zones are woken. Thread-safe; never waits for a start. */
public interface ZoneDesk {
  /** All zones that are configured, by name. */
  List<ZoneEntry> zones();

  /**
   * Asks that a zone run. One start serves all who wait: asking again while a node starts changes
   * nothing but how many are known to wait.
   *
   * @param method full name of what is waited for
   * @param waiting calls of it that wait at whoever asks, ≥ 1
   */
  Woken wake(String zone, String method, int waiting);

  /** A fleet without zones of its own. */
  static ZoneDesk none() {
    return NoZones.INSTANCE;
  }
}

package dev.edgewise.orchestrator.zone;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What was done with a zone: its last events, and counts since the start. */
final class ZoneJournal {
  private final Deque<ZoneEvent> events = new ArrayDeque<>();
  private long starts;
  private long coldStarts;
  private long failures;
  private long deaths;

  void add(ZoneEvent event) {
    events.addFirst(event);
    if (events.size() > ZoneStatus.MOST_EVENTS) {
      events.removeLast();
    }
  }

  /**
   * @param cold whether no other node took calls, or was about to
   */
  void started(boolean cold) {
    starts++;
    coldStarts += cold ? 1 : 0;
  }

  void failed() {
    failures++;
  }

  void died() {
    deaths++;
  }

  /** Newest first. */
  List<ZoneEvent> events() {
    return new ArrayList<>(events);
  }

  ZoneStatus.Counts counts() {
    return new ZoneStatus.Counts(starts, coldStarts, failures, deaths);
  }
}

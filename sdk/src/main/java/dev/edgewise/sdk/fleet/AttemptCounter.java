package dev.edgewise.sdk.fleet;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.link.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts how attempts end, per node, service and tenant: only those that tell of how the service
 * fares on the node. Thread-safe: a lock that is held for an addition.
 */
final class AttemptCounter {
  /** A node, service and tenant is a key; beyond so many between two reports, attempts are lost. */
  static final int MOST_KEYS = 1_000;

  private record Key(String node, String service, String tenant) {}

  private static final class Counts {
    int answered;
    final Map<String, Integer> faults = new TreeMap<>();
  }

  private final Map<Key, Counts> counts = new HashMap<>();

  void count(String node, String service, String tenant, Reply reply) {
    Optional<ErrorCode> fault = reply.nodesFault();
    if (fault.isEmpty() && !reply.isAnswer()) {
      return;
    }
    Key key = new Key(node, service, tenant);
    synchronized (counts) {
      Counts known = counts.get(key);
      if (known == null && counts.size() >= MOST_KEYS) {
        return;
      }
      Counts cell = known == null ? new Counts() : known;
      counts.put(key, cell);
      fault.ifPresentOrElse(
          code -> cell.faults.merge(code.id(), 1, Integer::sum), () -> cell.answered++);
    }
  }

  /** What was counted since the last time. */
  List<Traffic.Attempts> report() {
    List<Traffic.Attempts> attempts = new ArrayList<>();
    synchronized (counts) {
      counts.forEach(
          (key, cell) ->
              attempts.add(
                  new Traffic.Attempts(
                      key.node(), key.service(), key.tenant(), cell.answered, cell.faults)));
      counts.clear();
    }
    return attempts;
  }
}

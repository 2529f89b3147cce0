package dev.edgewise.sdk.fleet;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Node;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.link.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts what calls come to, per method and node. Cheap where calls end: two look-ups and a lock
 * that is held for some additions. Thread-safe.
 */
final class TrafficCounter {
  /** A method on a node is a key; calls beyond so many keys are not counted. */
  static final int MOST_KEYS = 1_000;

  /** A key without a call for so many reports makes room. */
  private static final int IDLE_REPORTS = 60;

  private static final String NOBODY = "";

  private final Map<String, Map<String, Cell>> cells = new ConcurrentHashMap<>();
  private final AtomicInteger keys = new AtomicInteger();
  private final AttemptCounter attempts = new AttemptCounter();
  private long reportedAt;

  TrafficCounter(long nowNanos) {
    reportedAt = nowNanos;
  }

  /** Counts what one node made of a call. */
  void countAttempt(Node node, String service, String tenant, Reply reply) {
    attempts.count(node.name(), service, tenant, reply);
  }

  /** Counts a call with one result. */
  void count(String method, Outcome<?> outcome) {
    count(method, outcome, true);
  }

  /** Counts a stream: how long it flowed says nothing about how fast anybody is. */
  void countStream(String method, Outcome<?> outcome) {
    count(method, outcome, false);
  }

  private void count(String method, Outcome<?> outcome, boolean timed) {
    Node node = outcome instanceof Outcome.Completed<?> completed ? completed.node() : null;
    String name = node == null ? NOBODY : node.name();
    Map<String, Cell> nodes = cells.get(method);
    Cell cell = nodes == null ? null : nodes.get(name);
    if (cell == null) {
      cell = newCell(method, name, node == null ? null : node.tier());
    }
    if (cell != null) {
      cell.count(outcome, timed);
    }
  }

  private @Nullable Cell newCell(String method, String node, @Nullable Tier tier) {
    if (keys.get() >= MOST_KEYS) {
      return null;
    }
    Cell fresh = new Cell(tier);
    Cell before =
        cells.computeIfAbsent(method, key -> new ConcurrentHashMap<>()).putIfAbsent(node, fresh);
    if (before != null) {
      return before;
    }
    keys.incrementAndGet();
    return fresh;
  }

  /** What was counted since the last time; by one thread at a time. */
  Traffic report(long nowNanos) {
    List<Traffic.Method> methods = new ArrayList<>();
    for (Map.Entry<String, Map<String, Cell>> method : cells.entrySet()) {
      Iterator<Map.Entry<String, Cell>> nodes = method.getValue().entrySet().iterator();
      while (nodes.hasNext()) {
        Map.Entry<String, Cell> node = nodes.next();
        node.getValue().drain(method.getKey(), node.getKey()).ifPresent(methods::add);
        if (node.getValue().idleReports() > IDLE_REPORTS) {
          // A call that ends at this very moment may go uncounted.
          nodes.remove();
          keys.decrementAndGet();
        }
      }
    }
    Duration period = Duration.ofNanos(Math.max(0, nowNanos - reportedAt));
    reportedAt = nowNanos;
    return new Traffic(period, methods, attempts.report());
  }

  /** One method on one node. */
  private static final class Cell {
    private final @Nullable Tier tier;
    private final LatencyHistogram latency = new LatencyHistogram();
    private int completed;
    private int refused;
    private int expired;
    private int failed;
    private int cancelled;
    private int escalated;
    private int idle;

    Cell(@Nullable Tier tier) {
      this.tier = tier;
    }

    synchronized void count(Outcome<?> outcome, boolean timed) {
      idle = 0;
      if (outcome instanceof Outcome.Completed<?> done) {
        completed++;
        if (timed) {
          latency.add(done.took().toNanos());
        }
        if (done.escalation() instanceof Escalation.Escalated) {
          escalated++;
        }
      } else if (outcome instanceof Outcome.Refused<?>) {
        refused++;
      } else if (outcome instanceof Outcome.Expired<?>) {
        expired++;
      } else if (outcome instanceof Outcome.Failed<?>) {
        failed++;
      } else {
        cancelled++;
      }
    }

    synchronized int idleReports() {
      return idle;
    }

    synchronized Optional<Traffic.Method> drain(String method, String node) {
      if (completed + refused + expired + failed + cancelled == 0) {
        idle++;
        return Optional.empty();
      }
      Traffic.Method counted =
          new Traffic.Method(
              method,
              node,
              Optional.ofNullable(tier),
              completed,
              refused,
              expired,
              failed,
              cancelled,
              escalated,
              latency.drain());
      completed = 0;
      refused = 0;
      expired = 0;
      failed = 0;
      cancelled = 0;
      escalated = 0;
      return Optional.of(counted);
    }
  }
}

package dev.edgewise.core.router;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Load;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one node in one life of its agent. A new life gets a new object; calls of
 * the old one end in the old one. Not thread-safe; guarded by {@link Estimates}.
 */
final class NodeEstimate {
  private final RouterSettings settings;
  private final Map<String, ServiceHistory> services = new HashMap<>();
  final LinkEstimate link;
  final LoadEstimate load;
  final FailureLevel failures;
  final SpeedRatio speed;
  final OpenCalls open = new OpenCalls();

  /** Null until a placement has seen the node: probes and calls name nodes only. */
  @Nullable Tier tier;

  /** Number of the last call that was sent here; 0 when none was. */
  long lastUse;

  private final Acquaintance others;
  private boolean known;
  private boolean isNew;
  private long knownSince;
  private boolean hasAnswered;
  private long lastAnswer;

  NodeEstimate(RouterSettings settings, Acquaintance others) {
    this.settings = settings;
    this.others = others;
    link = new LinkEstimate(settings.link());
    load = new LoadEstimate(settings.queue());
    failures = new FailureLevel(settings.failures());
    speed = new SpeedRatio(settings.service());
  }

  ServiceHistory service(String method) {
    return services.computeIfAbsent(method, name -> new ServiceHistory(settings));
  }

  /** Whether no call of the service was sent here in the last {@code nanos}. */
  boolean isIdleFor(String service, long now, long nanos) {
    for (Map.Entry<String, ServiceHistory> method : services.entrySet()) {
      if (method.getKey().startsWith(service + "/") && method.getValue().isBegun(now, nanos)) {
        return false;
      }
    }
    return true;
  }

  void reported(Load report, long now) {
    known(now);
    load.report(report, link.roundTrip(), now);
  }

  /** A report that came by way of somebody else, and was written at {@code observedAt}. */
  void relayed(Load report, long observedAt) {
    known(observedAt);
    load.report(report, link.roundTrip(), observedAt + (long) (link.roundTrip() / 2));
  }

  private void known(long now) {
    if (!known) {
      known = true;
      knownSince = now;
      isNew = others.isNewcomer(now);
    }
  }

  void answered(long now) {
    hasAnswered = true;
    lastAnswer = now;
    failures.answered(now);
  }

  double overdue(long now) {
    return open.overdue(now, hasAnswered, lastAnswer, settings.queue());
  }

  /**
   * Slots that count for the queue term: a node that joins those that we know has to show first
   * what it can do, but has one slot at once.
   */
  double slots(long now) {
    int slots = load.slots();
    if (known && !isNew) {
      return slots;
    }
    double whole = settings.queue().slowStart().toNanos();
    double age = known ? Math.max(0, now - knownSince) : 0;
    return age >= whole ? slots : Math.max(1, slots * age / whole);
  }
}

package dev.edgewise.orchestrator.traffic;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what clients report of their calls. Memory is bounded: when there are too many methods
 * or nodes, the one that has had no report for longest makes room. Thread-safe.
 *
 * <p>A report that spans 1 s arrives up to 1 s after the calls that it counts, so the current
 * second and the one before are not complete and are left out of every picture. Counts are spread
 * over the seconds that the report's period touches; otherwise a client that reports every 1.01 s
 * would look as if it paused now and then.
 */
public final class TrafficWindows {
  /** Rates and percentiles are those of so many seconds. */
  public static final int WINDOW_SECONDS = 10;

  /** So many points of one second each are kept of a method. */
  public static final int RECENT_SECONDS = 60;

  private static final int LONGEST_PERIOD_SECONDS = 10;
  private static final int NOT_COMPLETE_SECONDS = 2;
  // Slots that a report may still reach into, beside those that are looked at.
  private static final int SPARE_SECONDS = NOT_COMPLETE_SECONDS + LONGEST_PERIOD_SECONDS;

  private final Clock clock;
  private final Keyed<OneMethod> methods;
  private final Keyed<OneNode> nodes;
  private final Map<String, Long> outcomes = new TreeMap<>();
  private long escalated;

  private static final class OneMethod {
    final Window window;
    final Histogram durations = new Histogram();

    OneMethod(long second) {
      window = new Window(RECENT_SECONDS + SPARE_SECONDS, second);
    }
  }

  private static final class OneNode {
    final Window window;
    @Nullable Tier tier;

    OneNode(long second) {
      window = new Window(WINDOW_SECONDS + SPARE_SECONDS, second);
    }
  }

  /**
   * @param mostMethods ≥ 1; each takes at most 80 kB
   * @param mostNodes ≥ 1; each takes at most 25 kB
   */
  public TrafficWindows(Clock clock, int mostMethods, int mostNodes) {
    this.clock = requireNonNull(clock, "clock");
    this.methods = new Keyed<>(mostMethods);
    this.nodes = new Keyed<>(mostNodes);
    for (String outcome : List.of("completed", "refused", "expired", "failed", "cancelled")) {
      outcomes.put(outcome, 0L);
    }
  }

  /**
   * Takes what one client reports of one method and one node.
   *
   * @param node the node that answered; empty for calls that none did
   * @param tier of that node; null when it is not known
   * @param period what the counts span, up to now; more than 10 s counts as 10 s
   */
  public synchronized void add(
      String method, String node, @Nullable Tier tier, Calls calls, Duration period) {
    long now = clock.nanos();
    long nanos = Math.clamp(period.toNanos(), 1, LONGEST_PERIOD_SECONDS * 1_000_000_000L);
    long first = second(now - nanos);
    OneMethod ofMethod = methods.get(method, () -> new OneMethod(first));
    for (Calls.Bucket bucket : calls.latency()) {
      ofMethod.durations.add(bucket.index(), bucket.count());
    }
    spread(ofMethod.window, calls, now, nanos);
    if (!node.isEmpty()) {
      OneNode ofNode = nodes.get(node, () -> new OneNode(first));
      ofNode.tier = tier == null ? ofNode.tier : tier;
      spread(ofNode.window, calls, now, nanos);
    }
    outcomes.merge("completed", (long) calls.completed(), Long::sum);
    outcomes.merge("refused", (long) calls.refused(), Long::sum);
    outcomes.merge("expired", (long) calls.expired(), Long::sum);
    outcomes.merge("failed", (long) calls.failed(), Long::sum);
    outcomes.merge("cancelled", (long) calls.cancelled(), Long::sum);
    escalated += calls.escalated();
  }

  private static void spread(Window window, Calls calls, long now, long nanos) {
    window.count(calls);
    long begin = now - nanos;
    long last = second(now - 1);
    for (long second = second(begin); second <= last; second++) {
      double from = Math.clamp((second * 1e9 - begin) / nanos, 0.0, 1.0);
      double to = Math.clamp(((second + 1) * 1e9 - begin) / nanos, 0.0, 1.0);
      window.add(second, calls, from, second == last ? 1 : to);
    }
  }

  /** What is known now. */
  public synchronized TrafficPicture picture() {
    long last = second(clock.nanos()) - NOT_COMPLETE_SECONDS;
    Map<String, TrafficPicture.OfMethod> ofMethods = new TreeMap<>();
    methods.forEach((name, method) -> ofMethods.put(name, picture(method, last)));

    Map<String, CallSummary> ofNodes = new TreeMap<>();
    Map<Tier, Double> perTier = new EnumMap<>(Tier.class);
    nodes.forEach(
        (name, node) -> {
          CallSummary calls = node.window.summary(last, WINDOW_SECONDS);
          ofNodes.put(name, calls);
          if (node.tier != null) {
            perTier.merge(node.tier, calls.perSecond(), Double::sum);
          }
        });
    Map<String, TrafficPicture.OfNode> shares = new TreeMap<>();
    nodes.forEach(
        (name, node) -> {
          CallSummary calls = requireNonNull(ofNodes.get(name));
          double all = node.tier == null ? 0 : perTier.getOrDefault(node.tier, 0.0);
          shares.put(
              name,
              new TrafficPicture.OfNode(
                  calls, all == 0 ? 0 : Math.min(1, calls.perSecond() / all)));
        });
    return new TrafficPicture(
        ofMethods, shares, outcomes, escalated, methods.evicted() + nodes.evicted());
  }

  private static TrafficPicture.OfMethod picture(OneMethod method, long last) {
    List<Double> perSecond = new ArrayList<>(RECENT_SECONDS);
    List<Double> p99 = new ArrayList<>(RECENT_SECONDS);
    for (long second = last - RECENT_SECONDS + 1; second <= last; second++) {
      perSecond.add(method.window.callsIn(second));
      p99.add(method.window.p99MillisIn(second));
    }
    return new TrafficPicture.OfMethod(
        method.window.summary(last, WINDOW_SECONDS), perSecond, p99, durations(method.durations));
  }

  private static TrafficPicture.Durations durations(Histogram all) {
    List<Long> counts = new ArrayList<>();
    long before = 0;
    for (int power = TrafficPicture.Durations.FIRST_POWER;
        power <= TrafficPicture.Durations.LAST_POWER;
        power++) {
      long upTo = all.upTo(4 * power);
      counts.add(upTo - before);
      before = upTo;
    }
    counts.add(all.total() - before);
    return new TrafficPicture.Durations(counts, all.sumSeconds());
  }

  private static long second(long nanos) {
    return Math.floorDiv(nanos, 1_000_000_000L);
  }

  /** Named things, at most so many; the one that was not asked for for longest makes room. */
  private static final class Keyed<T> {
    private final int most;
    private final LinkedHashMap<String, T> byName = new LinkedHashMap<>(16, 0.75f, true);
    private long evicted;

    Keyed(int most) {
      if (most < 1) {
        throw new IllegalArgumentException("most: " + most + " (expected: ≥ 1)");
      }
      this.most = most;
    }

    T get(String name, Supplier<T> create) {
      T known = byName.get(name);
      if (known != null) {
        return known;
      }
      if (byName.size() >= most) {
        byName.pollFirstEntry();
        evicted++;
      }
      T created = create.get();
      byName.put(name, created);
      return created;
    }

    void forEach(BiConsumer<String, T> action) {
      byName.forEach(action);
    }

    long evicted() {
      return evicted;
    }
  }
}

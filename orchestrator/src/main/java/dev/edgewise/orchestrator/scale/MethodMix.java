package dev.edgewise.orchestrator.scale;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which methods are called how often, over some minutes; remembers them while none is called. */
final class MethodMix {
  /** Seconds after which a call counts less than a third. */
  private static final double MEMORY = 120;

  /** Of a zone's methods, those called most. */
  private static final int MOST = 256;

  private static final class Remembered {
    Duration deadline;
    double mean;
    double variation;
    double weight;

    Remembered(Duration deadline, double mean, double variation, double weight) {
      this.deadline = deadline;
      this.mean = mean;
      this.variation = variation;
      this.weight = weight;
    }

    /** Few calls tell a mean badly: what is measured is believed bit by bit. */
    void measured(MethodDemand now, double part) {
      deadline = now.deadline();
      mean += (now.meanSeconds() - mean) * part;
      variation += (now.squaredVariation() - variation) * part;
    }
  }

  private final Map<String, Remembered> methods = new HashMap<>();

  /** These were measured, so many seconds after those before. */
  void see(List<MethodDemand> demands, double since) {
    boolean called = demands.stream().anyMatch(demand -> demand.arrivalsPerSecond() > 0);
    double keep = Math.exp(-since / MEMORY);
    if (called) {
      methods.values().forEach(method -> method.weight *= keep);
      methods.values().removeIf(method -> method.weight < 1e-9);
    }
    for (MethodDemand demand : demands) {
      boolean news = demand.arrivalsPerSecond() > 0 || demand.queued() > 0 || demand.inFlight() > 0;
      Remembered known = methods.get(demand.method());
      if (known == null && news && methods.size() < MOST) {
        known =
            new Remembered(demand.deadline(), demand.meanSeconds(), demand.squaredVariation(), 0);
        methods.put(demand.method(), known);
      }
      if (known != null) {
        double calls = Math.max(demand.arrivalsPerSecond() * since, news ? 1e-6 : 0);
        known.weight += calls;
        // By calls while there were few, so that a first one that was slow does not last.
        known.measured(demand, Math.max(1 - keep, calls > 0 ? calls / known.weight : 0));
      }
    }
  }

  /**
   * What outlives a restart of one method.
   *
   * @param mean seconds of service
   * @param variation squared, of service
   * @param weight how often it was called of late
   */
  record Kept(String method, double mean, double variation, double weight, Duration deadline) {
    Kept {
      requireNonNull(method, "method");
      requireNonNull(deadline, "deadline");
    }
  }

  /** Those that are called most, first; at most so many. */
  List<Kept> state(int most) {
    Comparator<Kept> byWeight = Comparator.comparingDouble(Kept::weight);
    return methods.entrySet().stream()
        .map(
            each ->
                new Kept(
                    each.getKey(),
                    each.getValue().mean,
                    each.getValue().variation,
                    each.getValue().weight,
                    each.getValue().deadline))
        .sorted(byWeight.reversed().thenComparing(Kept::method))
        .limit(most)
        .toList();
  }

  void restore(List<Kept> kept) {
    for (Kept each : kept) {
      methods.put(
          each.method(),
          new Remembered(each.deadline(), each.mean(), each.variation(), each.weight()));
    }
  }

  /** Whether nothing was ever called. */
  boolean isEmpty() {
    return methods.isEmpty();
  }

  /** What a call is like now. */
  Demand demand() {
    List<Demand.Kind> kinds = new ArrayList<>(methods.size());
    double all = 0;
    for (Remembered method : methods.values()) {
      all += method.weight;
    }
    for (Remembered method : methods.values()) {
      kinds.add(
          new Demand.Kind(
              method.weight / all, method.mean, method.variation, method.deadline.toNanos() / 1e9));
    }
    return new Demand(kinds);
  }
}

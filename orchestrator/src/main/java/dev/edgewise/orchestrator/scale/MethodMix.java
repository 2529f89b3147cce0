package dev.edgewise.orchestrator.scale;

import java.util.ArrayList;
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
    MethodDemand demand;
    double mean;
    double variation;
    double weight;

    Remembered(MethodDemand demand) {
      this.demand = demand;
      mean = demand.meanSeconds();
      variation = demand.squaredVariation();
    }

    /** Few calls tell a mean badly: what is measured is believed bit by bit. */
    void measured(MethodDemand now, double part) {
      demand = now;
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
        known = new Remembered(demand);
        methods.put(demand.method(), known);
      }
      if (known != null) {
        known.measured(demand, 1 - keep);
        known.weight += Math.max(demand.arrivalsPerSecond() * since, news ? 1e-6 : 0);
      }
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
              method.weight / all,
              method.mean,
              method.variation,
              method.demand.deadline().toNanos() / 1e9));
    }
    return new Demand(kinds);
  }
}

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
    double weight;

    Remembered(MethodDemand demand) {
      this.demand = demand;
    }
  }

  private final Map<String, Remembered> methods = new HashMap<>();

  /** These were measured, so many seconds after those before. */
  void see(List<MethodDemand> demands, double since) {
    boolean called = demands.stream().anyMatch(demand -> demand.arrivalsPerSecond() > 0);
    if (called) {
      double keep = Math.exp(-since / MEMORY);
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
        known.demand = demand;
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
    List<MethodDemand> demands = new ArrayList<>(methods.size());
    double[] weights = new double[methods.size()];
    for (Remembered method : methods.values()) {
      weights[demands.size()] = method.weight;
      demands.add(method.demand);
    }
    return Demand.of(demands, weights);
  }
}

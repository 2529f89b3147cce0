package dev.edgewise.lab.scale;

import dev.edgewise.core.queue.WaitTable;
import dev.edgewise.orchestrator.scale.Tuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A rule with one setting of it.
 *
 * @param policy its name in reports
 * @param setting in words
 */
record Contender(String policy, String setting, Maker maker) {
  /** The name of ours. */
  static final String OURS = "edgewise";

  /** Shares of a node's slots that peers are to keep busy. */
  private static final double[] TARGETS = {0.5, 0.7, 0.9};

  /** Makes a policy for one run. */
  @FunctionalInterface
  interface Maker {
    /**
     * See the interface.
     *
     * @param waits what was simulated about queues so far
     */
    Policy make(Workload load, double coldStart, WaitTable waits);
  }

  /** Ours first, then each peer at each of its settings. */
  static List<Contender> all() {
    List<Contender> all = new ArrayList<>();
    all.add(
        new Contender(
            OURS,
            "99 % on time",
            (load, coldStart, waits) -> new Edgewise(load, coldStart, waits, Tuning.standard())));
    for (double target : TARGETS) {
      all.add(peer("keda", target, Keda::new));
    }
    for (double target : TARGETS) {
      all.add(peer("kpa", target, Kpa::new));
    }
    for (double target : TARGETS) {
      all.add(peer("ray", target, RayServe::new));
    }
    return List.copyOf(all);
  }

  @FunctionalInterface
  private interface ByTarget {
    Policy of(double target);
  }

  private static Contender peer(String policy, double target, ByTarget rule) {
    return new Contender(
        policy,
        String.format(Locale.ROOT, "%.0f %% of slots", 100 * target),
        (load, coldStart, waits) -> rule.of(target * load.slots()));
  }
}

package dev.edgewise.cli.demo;

import dev.edgewise.sdk.wire.operator.ZoneReport;
import java.util.ArrayList;
import java.util.List;

/**
 * How a zone was at one moment.
 *
 * @param at milliseconds since the epoch
 * @param ready nodes that take calls
 * @param starting nodes that will
 * @param warm nodes that are ready and kept from calls
 * @param leaving nodes that drain or end
 * @param nodeSeconds of all nodes since the orchestrator's start, from start to end of each
 */
record ZoneLook(double at, int ready, int starting, int warm, int leaving, double nodeSeconds) {
  static ZoneLook of(double at, ZoneReport zone) {
    return new ZoneLook(
        at,
        (int) zone.in("ready"),
        (int) zone.in("starting"),
        (int) zone.in("warm"),
        (int) (zone.in("draining") + zone.in("ending")),
        zone.costSoFar() / ScaleZone.COST_PER_HOUR * 3600);
  }

  /** Processes, whatever they do. */
  int all() {
    return ready + starting + warm + leaving;
  }

  /** {@code 2 ready, 1 starting}; {@code no node}. */
  String words() {
    List<String> parts = new ArrayList<>();
    add(parts, ready, "ready");
    add(parts, starting, "starting");
    add(parts, warm, "warm");
    add(parts, leaving, "leaving");
    return parts.isEmpty() ? "no node" : String.join(", ", parts);
  }

  private static void add(List<String> parts, int count, String phase) {
    if (count > 0) {
      parts.add(count + " " + phase);
    }
  }
}

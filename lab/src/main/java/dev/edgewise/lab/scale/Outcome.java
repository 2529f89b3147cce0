package dev.edgewise.lab.scale;

/**
 * What became of a workload under a policy, after the warm-up.
 *
 * @param calls all of them
 * @param onTime answered within their deadline
 * @param nodeSeconds from each node's start to its end
 * @param coldStarts nodes that were started
 */
record Outcome(long calls, long onTime, double nodeSeconds, long coldStarts) {
  double onTimePercent() {
    return calls == 0 ? 100 : 100.0 * onTime / calls;
  }

  double nodeHours() {
    return nodeSeconds / 3_600;
  }
}

package dev.edgewise.lab.scale;

import java.util.List;

/**
 * One trace at one cold start.
 *
 * @param trace as in reports
 * @param coldStart seconds
 * @param outcomes of each contender, in the order of {@link Contender#all}, of each seed
 */
record Cell(String trace, double coldStart, List<List<Outcome>> outcomes) {
  Cell {
    outcomes = outcomes.stream().map(List::copyOf).toList();
  }

  /** As in reports: {@code daily/20s}. */
  String title() {
    long whole = Math.round(coldStart);
    return trace
        + "/"
        + (whole == coldStart ? Long.toString(whole) : Double.toString(coldStart))
        + "s";
  }
}

package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The record of one placement: every node that was looked at, what removed it or how it scored, and
 * the answer.
 *
 * @param viewVersion version of the {@link FleetView} that was used
 * @param candidates all nodes of the view, best score first, removed ones last. The chosen node
 *     need not be the first: the preferred tier and ties have their own rules
 * @param placement the answer
 */
public record Decision(long viewVersion, List<Candidate> candidates, Placement placement) {
  public Decision {
    candidates = List.copyOf(candidates);
    requireNonNull(placement, "placement");
  }
}

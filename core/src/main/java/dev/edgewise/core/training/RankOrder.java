package dev.edgewise.core.training;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a node needs to know to prepare a rank.
 *
 * @param resume where it goes on from; empty when it begins
 * @param localRank among the ranks of this gang on the node, from 0
 */
public record RankOrder(RankId id, JobSpec spec, Optional<JobCheckpoint> resume, int localRank) {
  public RankOrder {
    requireNonNull(id, "id");
    requireNonNull(spec, "spec");
    requireNonNull(resume, "resume");
    if (id.rank() >= spec.worldSize() || localRank < 0 || localRank >= spec.worldSize()) {
      throw new IllegalArgumentException(
          "rank "
              + id.rank()
              + ", "
              + localRank
              + " (expected: less than "
              + spec.worldSize()
              + ")");
    }
  }
}

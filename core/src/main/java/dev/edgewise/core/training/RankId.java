package dev.edgewise.core.training;

/**
 * Which rank of which start of a job.
 *
 * @param attempt counts the starts of the gang from 1; what comes with an older one is refused
 */
public record RankId(long job, int attempt, int rank) {
  public RankId {
    if (job < 1 || attempt < 1 || rank < 0) {
      throw new IllegalArgumentException(
          "rank: " + job + "/" + attempt + "/" + rank + " (expected: at least 1, 1 and 0)");
    }
  }

  /** {@code 4.1.0}; names its folder too. */
  @Override
  public String toString() {
    return job + "." + attempt + "." + rank;
  }
}

package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.serving.cache.semantic.PoolState;
import dev.edgewise.serving.cache.store.TierState;
import java.util.List;
import java.util.Optional;

/**
 * How the cache of a node stands; counts are since it was opened.
 *
 * @param partitions at most {@value #MOST_PARTITIONS}, those that were called last first
 * @param tiers the nearest first
 * @param shadowsRun answers that were computed beside calls to check what was served
 * @param shadowsDropped those that were not, for want of room
 * @param questions that may be compared with others
 * @param pointsMissed calls whose question could not be compared, since its point was not there in
 *     time
 * @param faults of the cache itself; each was a miss
 * @param waiting calls that wait for a run that they may share
 * @param exact calls of all partitions that were answered with an answer to the very same question
 * @param semantic with an answer to one that means alike
 * @param none with one that was computed for them
 */
public record CacheReport(
    List<Partition> partitions,
    List<TierState> tiers,
    long shadowsRun,
    long shadowsDropped,
    long questions,
    long pointsMissed,
    long faults,
    long waiting,
    long exact,
    long semantic,
    long none) {
  /** So many partitions are told of. */
  public static final int MOST_PARTITIONS = 256;

  public CacheReport {
    partitions = List.copyOf(partitions);
    tiers = List.copyOf(tiers);
  }

  /**
   * Calls that may share answers.
   *
   * @param similar hit rate and false-hit rate of questions that mean alike; empty where nobody
   *     compares any
   */
  public record Partition(
      Scope scope,
      long exact,
      long semantic,
      long none,
      long failures,
      long complaints,
      Optional<PoolState> similar) {
    public Partition {
      requireNonNull(scope, "scope");
      requireNonNull(similar, "similar");
    }
  }

  /** All pools of questions together; empty where nobody compares any. */
  public Optional<PoolState> similar() {
    List<PoolState> all =
        partitions.stream().flatMap(partition -> partition.similar().stream()).toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(PoolState.together(all));
  }
}

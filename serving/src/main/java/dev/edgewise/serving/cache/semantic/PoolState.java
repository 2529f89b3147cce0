package dev.edgewise.serving.cache.semantic;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How a pool stands. The hit rate and the false-hit rate stand together, because neither means
 * anything alone.
 *
 * @param questions that it has
 * @param asked how often it was asked
 * @param hits how often something was served
 * @param judged hits whose answer was checked
 * @param wrong of those, how many were wrong
 * @param low of the realised false-hit rate's 95 % interval
 * @param high of it
 * @param threshold above which hits are served now; empty while the pool is closed
 * @param why for operators: why it is open or closed, and what it lacks
 */
public record PoolState(
    long questions,
    long asked,
    long hits,
    long judged,
    long wrong,
    double low,
    double high,
    OptionalDouble threshold,
    String why) {
  /** So many reasons are told of several pools. */
  private static final int MOST_REASONS = 3;

  /**
   * Several pools as one: what was counted is summed, the interval is that of the sums, and the
   * threshold the least above which any of them serves.
   *
   * @param states at least one
   */
  public static PoolState together(List<PoolState> states) {
    if (states.size() == 1) {
      return states.getFirst();
    }
    long judged = states.stream().mapToLong(PoolState::judged).sum();
    long wrong = states.stream().mapToLong(PoolState::wrong).sum();
    double[] interval = Bounds.interval(wrong, judged);
    return new PoolState(
        states.stream().mapToLong(PoolState::questions).sum(),
        states.stream().mapToLong(PoolState::asked).sum(),
        states.stream().mapToLong(PoolState::hits).sum(),
        judged,
        wrong,
        interval[0],
        interval[1],
        states.stream().flatMapToDouble(state -> state.threshold().stream()).min(),
        states.stream()
            .map(PoolState::why)
            .distinct()
            .limit(MOST_REASONS)
            .collect(Collectors.joining("; ")));
  }
}

package dev.edgewise.serving.batch;

import java.util.List;

/**
 * A lane at one moment, for the router and the dashboard. Durations in nanoseconds; 0 where nothing
 * is learned yet.
 *
 * @param family whose lane
 * @param key the lane's key, as text of at most 200 characters
 * @param alone whether it is for items that made batches fail and so run alone
 * @param waiting calls
 * @param waitingBytes of their items
 * @param running calls
 * @param forming how many calls the next batch would have now
 * @param cap the most calls of a batch: the least of setting, memory and where more brings nothing
 * @param memoryCap the most calls that memory allows
 * @param predictedWaitNanos until a call that comes now would start
 * @param marginalNanos what a call that comes now would add to the work of the device: the
 *     difference to the batch that is forming, or a batch of its own if that is full
 * @param learned batch sizes and their mean times, by size, at most 64
 * @param completed calls so far
 * @param outlook what a call that came now would meet
 * @param tally what happened in it
 */
public record LaneSnapshot(
    String family,
    String key,
    boolean alone,
    int waiting,
    long waitingBytes,
    int running,
    int forming,
    int cap,
    int memoryCap,
    long predictedWaitNanos,
    long marginalNanos,
    List<CostPoint> learned,
    long completed,
    Outlook outlook,
    Tally tally) {
  /** Copies what is given. */
  public LaneSnapshot {
    learned = List.copyOf(learned);
  }

  /**
   * What was learned of one batch size.
   *
   * @param size calls in the batch
   * @param meanNanos how long it takes
   * @param runs seen
   */
  public record CostPoint(int size, long meanNanos, long runs) {}
}

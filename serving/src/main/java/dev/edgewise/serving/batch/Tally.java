package dev.edgewise.serving.batch;

import java.util.List;
import java.util.Map;

/**
 * What happened in a lane since it was opened, for people.
 *
 * @param batches by size: the first number counts those of one call, then 2, 3–4, 5–8, 9–16 and so
 *     on
 * @param verdicts calls by verdict: {@code completed}, {@code refused}, {@code failed}, {@code
 *     cancelled}
 * @param waitNanos the median wait of recent calls until their batch began
 * @param batchNanos the median duration of recent batches
 */
public record Tally(
    List<Long> batches, Map<String, Long> verdicts, long waitNanos, long batchNanos) {
  /** Copies what is given. */
  public Tally {
    batches = List.copyOf(batches);
    verdicts = Map.copyOf(verdicts);
  }
}

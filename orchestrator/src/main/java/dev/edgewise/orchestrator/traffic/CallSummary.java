package dev.edgewise.orchestrator.traffic;

/**
 * What calls came to in the last 10 s.
 *
 * @param perSecond all that ended, per second
 * @param p50Millis half of the completed ones took at most so long; 0 when there was none
 * @param p99Millis 99 % of the completed ones took at most so long; 0 when there was none
 * @param failedPerSecond refused, expired and failed ones
 * @param escalatedPerSecond those that the cascade took on to the cloud
 * @param total all that ended since the start
 * @param failedTotal refused, expired and failed ones since the start
 */
public record CallSummary(
    double perSecond,
    double p50Millis,
    double p99Millis,
    double failedPerSecond,
    double escalatedPerSecond,
    long total,
    long failedTotal) {
  /** No call at all. */
  public static final CallSummary NONE = new CallSummary(0, 0, 0, 0, 0, 0, 0);
}

package dev.edgewise.bench.load;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a run showed, without its warm-up.
 *
 * @param mode of the plan
 * @param calls that were meant to be sent
 * @param completed with a result, late ones included
 * @param onTime completed within the deadline, counted from the intended time
 * @param refused by the service
 * @param failed in the service
 * @param skipped because too many were in flight
 * @param unanswered when patience ended
 * @param discarded as warm-up, of all calls
 * @param seconds from the first intended time to the last answer or intended time
 * @param latency of completed calls, from the intended time
 * @param service of completed calls, from the time when they were really sent
 * @param worstLagNanos the longest that a call was sent after its intended time
 */
public record LoadResult(
    String mode,
    int calls,
    int completed,
    int onTime,
    int refused,
    int failed,
    int skipped,
    int unanswered,
    int discarded,
    double seconds,
    Latencies latency,
    Latencies service,
    long worstLagNanos) {

  /** The part of all calls that was answered in time, 0 to 100. */
  public double onTimePercent() {
    return calls == 0 ? 0 : 100.0 * onTime / calls;
  }

  /** Completed calls a second. */
  public double throughput() {
    return seconds <= 0 ? 0 : completed / seconds;
  }

  /** Calls a second that were answered in time. */
  public double goodput() {
    return seconds <= 0 ? 0 : onTime / seconds;
  }

  /** Completed, but after the deadline. */
  public int late() {
    return completed - onTime;
  }

  static LoadResult of(String mode, LoadTerms terms, LoadRun.Samples samples) {
    int first = firstAfterWarmUp(terms.warmUp(), samples);
    int calls = samples.states().size() - first;
    Map<LoadRun.State, Integer> counts = new EnumMap<>(LoadRun.State.class);
    int onTime = 0;
    int completed = 0;
    long lag = 0;
    long end = calls == 0 ? 0 : samples.intended()[samples.states().size() - 1];
    long[] latency = new long[calls];
    long[] service = new long[calls];
    for (int i = first; i < samples.states().size(); i++) {
      LoadRun.State state = samples.states().get(i);
      counts.merge(state, 1, Integer::sum);
      switch (state) {
        case UNSENT, SENT, SKIPPED -> {}
        case REFUSED, FAILED, COMPLETED -> {
          lag = Math.max(lag, samples.sent()[i] - samples.intended()[i]);
          end = Math.max(end, samples.answered()[i]);
        }
      }
      if (state == LoadRun.State.COMPLETED) {
        latency[completed] = samples.answered()[i] - samples.intended()[i];
        service[completed] = samples.answered()[i] - samples.sent()[i];
        onTime += latency[completed] <= terms.deadline().toNanos() ? 1 : 0;
        completed++;
      }
    }
    return new LoadResult(
        mode,
        calls,
        completed,
        onTime,
        counts.getOrDefault(LoadRun.State.REFUSED, 0),
        counts.getOrDefault(LoadRun.State.FAILED, 0),
        counts.getOrDefault(LoadRun.State.SKIPPED, 0),
        counts.getOrDefault(LoadRun.State.SENT, 0) + counts.getOrDefault(LoadRun.State.UNSENT, 0),
        first,
        calls == 0 ? 0 : (end - samples.intended()[first]) / 1e9,
        Latencies.of(Arrays.copyOf(latency, completed)),
        Latencies.of(Arrays.copyOf(service, completed)),
        lag);
  }

  /** The index of the first call that counts: the warm-up is told in completed calls. */
  private static int firstAfterWarmUp(WarmUp warmUp, LoadRun.Samples samples) {
    int[] indices = new int[samples.states().size()];
    double[] latencies = new double[indices.length];
    int completed = 0;
    for (int i = 0; i < indices.length; i++) {
      if (samples.states().get(i) == LoadRun.State.COMPLETED) {
        indices[completed] = i;
        latencies[completed++] = samples.answered()[i] - samples.intended()[i];
      }
    }
    int discard = warmUp.discard(Arrays.copyOf(latencies, completed));
    if (discard <= 0) {
      return 0;
    }
    return indices[Math.min(discard, completed) - 1] + 1;
  }
}

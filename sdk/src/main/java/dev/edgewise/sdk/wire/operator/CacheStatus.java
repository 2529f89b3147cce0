package dev.edgewise.sdk.wire.operator;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the cache of one node keeps, and how well that goes. Immutable; texts are bounded and of one
 * line.
 *
 * @param partitions calls that may share answers, those that were called last first; at most 256
 * @param tiers where answers lie, the nearest first
 * @param exact calls, of all partitions, that were answered with an answer to the very same
 * @param semantic calls that were answered with an answer to what means alike
 * @param none calls for which it was computed
 * @param shadowsRun answers that were computed beside a call to check what was served
 * @param shadowsDropped those that were not, for want of room
 * @param faults what the cache itself got wrong; each was a miss
 */
public record CacheStatus(
    List<Partition> partitions,
    List<Tier> tiers,
    long exact,
    long semantic,
    long none,
    long shadowsRun,
    long shadowsDropped,
    long faults) {
  public CacheStatus {
    partitions = List.copyOf(partitions);
    tiers = List.copyOf(tiers);
  }

  /** The share of calls that nothing was computed for; empty when there were none. */
  public OptionalDouble hitRate() {
    return share(exact + semantic, exact + semantic + none);
  }

  static OptionalDouble share(long part, long whole) {
    return whole <= 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }

  /**
   * Calls of one tenant, label and method, computed by one thing.
   *
   * @param tenant empty for nobody's
   * @param label as a word
   * @param method {@code service/method}
   * @param producer digests of what computes
   * @param complaints answers that callers called wrong
   * @param similar of questions that mean alike; empty where none are compared
   */
  public record Partition(
      String tenant,
      String label,
      String method,
      String producer,
      long exact,
      long semantic,
      long none,
      long failures,
      long complaints,
      Optional<Similar> similar) {
    public Partition {
      requireNonNull(similar, "similar");
    }

    /** The share of calls that nothing was computed for; empty when there were none. */
    public OptionalDouble hitRate() {
      return share(exact + semantic, exact + semantic + none);
    }
  }

  /**
   * How often what means alike was answered wrong: to be shown wherever a hit rate is.
   *
   * @param questions that are compared
   * @param asked how often one was looked for
   * @param hits how often one was served
   * @param judged hits whose answer was checked
   * @param wrong those of them that were wrong
   * @param low the realised false-hit rate's 95 % interval
   * @param high its upper end
   * @param threshold from which similarity on hits are served now; empty while none are
   * @param why hits are served or not, and what is lacking
   */
  public record Similar(
      long questions,
      long asked,
      long hits,
      long judged,
      long wrong,
      double low,
      double high,
      OptionalDouble threshold,
      String why) {
    public Similar {
      requireNonNull(threshold, "threshold");
      requireNonNull(why, "why");
    }

    /** The realised false-hit rate; empty before any hit was checked. */
    public OptionalDouble falseHitRate() {
      return share(wrong, judged);
    }
  }

  /**
   * Where answers lie.
   *
   * @param name {@code memory}, {@code disk} or {@code shared}
   * @param capacity in bytes; 0 where it is not the node's to bound
   */
  public record Tier(
      String name,
      long entries,
      long bytes,
      long capacity,
      long hits,
      long misses,
      long evictions,
      long faults) {}

  /**
   * An answer that is kept; what it says is told to nobody.
   *
   * @param key 64 hexadecimal digits
   * @param question where that is a text, and its label lets it be shown; else empty
   * @param cost what computing it took
   */
  public record Entry(
      String key,
      String tenant,
      String label,
      String method,
      String question,
      Duration age,
      Duration expiresIn,
      Duration cost,
      long bytes) {}

  /**
   * Hits that were computed once more.
   *
   * @param unknown could not be judged: computing failed, or took too long
   */
  public record Audit(long judged, long wrong, long unknown) {}
}

package dev.edgewise.serving.state;

import dev.edgewise.core.model.Checkpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which state is worth keeping, and where. A small one goes along with its stream: that costs next
 * to nothing. A larger one must be cheaper to bring back than to compute again, and writing it must
 * take little beside the work whose loss it is for. Pure.
 */
final class StatePolicy {
  /** States of up to so many bytes are always kept. */
  static final long SMALL = 128 << 10;

  /** The largest state that nodes share. */
  static final long MOST_SHARED = 15 << 20;

  /** What a byte takes on a way of 100 MB/s. */
  private static final double NANOS_PER_BYTE_ALONG = 10;

  /** Bringing it back must be so much cheaper than computing, since what is measured varies. */
  private static final double MARGIN = 2;

  /** The share of the time since the last one that writing may take: 2 %. */
  private static final double WRITING_SHARE = 0.02;

  private StatePolicy() {}

  /** Where a state goes. */
  enum Where {
    /** To the caller, among the chunks. */
    ALONG,
    /** Where nodes share. */
    SHARED,
    /** The chunks alone are enough. */
    NOWHERE
  }

  /**
   * Decides.
   *
   * @param bytes of the state
   * @param cost what it took to come here from the beginning
   * @param sinceLast what of that came after the last state that was kept
   * @param shared how fast the shared store is; null where there is none
   */
  static Where where(long bytes, Duration cost, Duration sinceLast, @Nullable Speed shared) {
    if (bytes <= SMALL) {
      return Where.ALONG;
    }
    if (bytes <= Checkpoint.MOST_IN_BAND) {
      return cost.toNanos() >= MARGIN * NANOS_PER_BYTE_ALONG * bytes ? Where.ALONG : Where.NOWHERE;
    }
    if (shared == null || bytes > MOST_SHARED) {
      return Where.NOWHERE;
    }
    boolean cheaper = cost.toNanos() >= MARGIN * shared.readNanos(bytes);
    boolean rare = sinceLast.toNanos() * WRITING_SHARE >= shared.writeNanos(bytes);
    return cheaper && rare ? Where.SHARED : Where.NOWHERE;
  }
}

package dev.edgewise.agent.serve;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ErrorCode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A generation as this node sees it, for people. Its caller may have been with other nodes before.
 *
 * @param call decision id of the call
 * @param method {@code service/method}
 * @param state what it is about
 * @param leg how many nodes it was given to, this one included
 * @param had chunks that the caller had when this node took it over
 * @param chunks chunks that the caller has been sent, those before included
 * @param unit what {@code done} counts
 * @param done how far it is, what other nodes did included
 * @param of how many there will be at most; 0 when nobody knows
 * @param perSecond units that this node made in a second, from its first chunk on; 0 while unknown
 * @param first from the request's arrival to the first chunk; empty while there is none
 * @param running how long this node has been at it, or was
 * @param kept the newest checkpoint that the caller was sent
 */
public record GenerationView(
    String call,
    String method,
    State state,
    int leg,
    long had,
    long chunks,
    Progress.Unit unit,
    long done,
    long of,
    double perSecond,
    Optional<Duration> first,
    Duration running,
    Optional<Kept> kept) {
  public GenerationView {
    requireNonNull(call, "call");
    requireNonNull(method, "method");
    requireNonNull(state, "state");
    requireNonNull(unit, "unit");
    requireNonNull(first, "first");
    requireNonNull(running, "running");
    requireNonNull(kept, "kept");
  }

  /** What this node is about with a generation. */
  public enum State {
    /** It is at it. */
    RUNNING,
    /** Its caller has all of it. */
    COMPLETED,
    /** It broke, and its caller was told. */
    FAILED,
    /** Its caller has left, or goes on elsewhere. */
    GONE;

    /**
     * What has become of one that has ended.
     *
     * @param code empty when its body had no more to give
     */
    public static State of(Optional<ErrorCode> code) {
      if (code.isEmpty()) {
        return COMPLETED;
      }
      return code.get() == ErrorCode.CANCELLED ? GONE : FAILED;
    }

    /** As the protocol and metrics have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A checkpoint.
   *
   * @param step after which it was made
   * @param bytes of its state
   */
  public record Kept(long step, long bytes) {}
}

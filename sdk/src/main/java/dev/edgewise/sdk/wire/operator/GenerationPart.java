package dev.edgewise.sdk.wire.operator;

import dev.edgewise.proto.v1.GenerationState;
import java.time.Duration;
import java.util.List;

/**
 * A part of a call of a resumable method, as the node that runs it, or ran it a moment ago, tells
 * of it.
 *
 * @param call decision id of the call; the same on every node that runs a part of it
 * @param method full name, {@code service/method}
 * @param state {@code running}, {@code completed}, {@code failed} or "gone"
 * @param leg how many nodes it was given to, this one included: 1 where it began
 * @param had chunks that its caller had when this node took it over
 * @param chunks chunks that its caller has been sent, those before included
 * @param unit what {@code done} counts: {@code token}, {@code step} or "chunk"
 * @param done how far it is, what other nodes did included
 * @param of how many there will be at most; 0 when nobody knows
 * @param perSecond units that this node made in a second; 0 while unknown
 * @param firstMillis from the request's arrival to the node's first chunk; 0 while there is none
 * @param running how long the node has been at it, or was
 * @param keptStep after which step the newest checkpoint was; 0 while there is none
 * @param keptBytes how large that is
 * @param from nodes that told of the same call before, oldest first
 */
public record GenerationPart(
    String call,
    String method,
    String state,
    int leg,
    long had,
    long chunks,
    String unit,
    long done,
    long of,
    double perSecond,
    double firstMillis,
    Duration running,
    long keptStep,
    long keptBytes,
    List<String> from) {
  public GenerationPart {
    from = List.copyOf(from);
  }

  /** Whether its node is at it. */
  public boolean isRunning() {
    return state.equals("running");
  }

  static GenerationPart of(GenerationState state) {
    return new GenerationPart(
        state.getCall(),
        state.getMethod(),
        state.getState(),
        state.getLeg(),
        state.getHad(),
        state.getChunks(),
        state.getUnit(),
        state.getDone(),
        state.getOf(),
        state.getPerSecond(),
        state.getFirstMillis(),
        Duration.ofMillis(Math.max(0, state.getRunningMillis())),
        state.getKeptStep(),
        state.getKeptBytes(),
        state.getFromList());
  }
}

package dev.edgewise.orchestrator.node;

import dev.edgewise.core.Text;
import java.util.List;

/**
 * A part of a call of a resumable method, as the node that runs it, or ran it a moment ago, tells
 * of it. Only shown to people: whatever breaks a limit is trimmed to it.
 *
 * @param call decision id of the call; the same on every node that runs a part of it
 * @param method {@code service/method}
 * @param state {@code running}, {@code completed}, {@code failed} or "gone"
 * @param leg how many nodes it was given to, this one included: 1 where it began
 * @param had chunks that its caller had when this node took it over
 * @param chunks chunks that its caller has been sent, those before included
 * @param unit what {@code done} counts
 * @param done how far it is, what other nodes did included
 * @param of how many there will be at most; 0 when nobody knows
 * @param perSecond units that this node made in a second; 0 while unknown
 * @param firstMillis from the request's arrival to the node's first chunk; 0 while there is none
 * @param runningMillis how long the node has been at it, or was
 * @param keptStep after which step the newest checkpoint was; 0 while there is none
 * @param keptBytes how large that is
 * @param from nodes that told of the same call before, oldest first
 */
public record Generation(
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
    long runningMillis,
    long keptStep,
    long keptBytes,
    List<String> from) {
  /** Nodes that it is said to come from, the last ones. */
  public static final int MOST_FROM = 8;

  private static final double MOST_PER_SECOND = 1e9;
  private static final int WORD = 32;

  public Generation {
    call = Text.line(call, Limits.TAG);
    method = Text.line(method, 2 * Limits.NAME);
    state = Text.line(state, WORD);
    leg = Math.max(1, leg);
    had = Math.max(0, had);
    chunks = Math.max(0, chunks);
    unit = Text.line(unit, WORD);
    done = Math.max(0, done);
    of = Math.max(0, of);
    perSecond = perSecond > 0 ? Math.min(perSecond, MOST_PER_SECOND) : 0;
    firstMillis = Serving.millis(firstMillis);
    runningMillis = Math.max(0, runningMillis);
    keptStep = Math.max(0, keptStep);
    keptBytes = Math.max(0, keptBytes);
    from = Serving.first(from, MOST_FROM);
  }

  public Generation cameFrom(List<String> nodes) {
    return new Generation(
        call,
        method,
        state,
        leg,
        had,
        chunks,
        unit,
        done,
        of,
        perSecond,
        firstMillis,
        runningMillis,
        keptStep,
        keptBytes,
        nodes);
  }
}

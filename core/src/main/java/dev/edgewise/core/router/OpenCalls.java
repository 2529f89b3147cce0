package dev.edgewise.core.router;

import org.jspecify.annotations.Nullable;

/**
 * This caller's calls in flight at one node, oldest first, as a list linked through its elements:
 * adding and removing touch two neighbours, and both questions look at one end only. Not
 * thread-safe; guarded by {@link Estimates}.
 */
final class OpenCalls {
  /**
   * The oldest calls say whether a node is silent; looking at more would make a placement under
   * load expensive.
   */
  private static final int OLDEST_LOOKED_AT = 16;

  /**
   * Of the newest ones so many are counted. A node that owes more answers than this is full
   * whatever it says, and a caller that counts thousands for each call falls behind a flood by
   * itself.
   */
  private static final int NEWEST_COUNTED = 512;

  private @Nullable OpenCall oldest;
  private @Nullable OpenCall newest;
  private int count;

  int count() {
    return count;
  }

  void add(OpenCall call) {
    call.older = newest;
    if (newest == null) {
      oldest = call;
    } else {
      newest.newer = call;
    }
    newest = call;
    count++;
  }

  void remove(OpenCall call) {
    if (call.older == null) {
      oldest = call.newer;
    } else {
      call.older.newer = call.newer;
    }
    if (call.newer == null) {
      newest = call.older;
    } else {
      call.newer.older = call.older;
    }
    call.older = null;
    call.newer = null;
    count--;
  }

  /** How many calls were sent after {@code time} and have not ended, as far as they are counted. */
  int sentSince(long time) {
    int sent = 0;
    for (OpenCall call = newest;
        call != null && call.begun - time > 0 && sent < NEWEST_COUNTED;
        call = call.older) {
      sent++;
    }
    return sent;
  }

  /** How many of those were calls of one method. */
  int sentSince(long time, String method) {
    int sent = 0;
    int looked = 0;
    for (OpenCall call = newest;
        call != null && call.begun - time > 0 && looked < NEWEST_COUNTED;
        call = call.older, looked++) {
      sent += call.method.equals(method) ? 1 : 0;
    }
    return sent;
  }

  /**
   * How long the node has been silent beyond what its oldest calls should have taken, in
   * nanoseconds. An answer of any call proves that the node is at work, so silence is counted from
   * the last one on: a single call that hangs does not condemn a node that answers the others.
   */
  double overdue(long now, boolean hasAnswered, long lastAnswer, RouterSettings.Queue settings) {
    double worst = 0;
    int looked = 0;
    for (OpenCall call = oldest;
        call != null && looked < OLDEST_LOOKED_AT;
        call = call.newer, looked++) {
      if (!Double.isNaN(call.expected)) {
        double silent =
            hasAnswered && lastAnswer - call.begun > 0 ? now - lastAnswer : now - call.begun;
        double allowed =
            Math.max(
                settings.overdueFactor() * call.expected,
                (double) settings.overdueFloor().toNanos());
        worst = Math.max(worst, silent - allowed);
      }
    }
    return worst;
  }
}

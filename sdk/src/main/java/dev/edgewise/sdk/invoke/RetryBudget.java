package dev.edgewise.sdk.invoke;

/**
 * Keeps calls that are sent again after they may have run from becoming a storm: each call earns a
 * fraction of a token, each such retry costs one. A node that dies takes what was in flight there
 * with it, all at once, so the reserve is large; what is bounded is the rate at which failures that
 * go on are multiplied. Thread-safe.
 */
final class RetryBudget {
  private static final double RESERVE = 256;
  private static final double EARNED_PER_CALL = 0.2;

  private double tokens = RESERVE;

  synchronized void earn() {
    tokens = Math.min(RESERVE, tokens + EARNED_PER_CALL);
  }

  synchronized boolean spend() {
    if (tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }
}

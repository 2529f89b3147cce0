package dev.edgewise.core.queue;

/**
 * The share of calls that are finished within their deadline.
 *
 * <p>Service times are taken as log-normal, cut into pieces of equal likelihood; a call that has
 * waited <i>w</i> is on time when <i>w + s ≤ d</i>. Calls whose service alone takes longer than the
 * deadline are left out: no number of servers helps them, and counting them would ask for more and
 * more.
 */
public final class OnTime {
  /** Middle points of equally likely pieces of the normal distribution. */
  private static final double[] NORMAL = {
    -1.9600, -1.4395, -1.1503, -0.9346, -0.7554, -0.5978, -0.4538, -0.3186, -0.1891, -0.0627,
    0.0627, 0.1891, 0.3186, 0.4538, 0.5978, 0.7554, 0.9346, 1.1503, 1.4395, 1.9600
  };

  private static final double NOTHING = 1e-9;

  private OnTime() {}

  /**
   * See the class.
   *
   * @param waiting how long calls wait
   * @param meanSeconds of service, more than 0
   * @param serviceVariation squared coefficient of variation of it, not negative
   * @param deadlineSeconds from arrival to answer, more than 0
   * @return from 0 to 1
   */
  public static double share(
      Waiting waiting, double meanSeconds, double serviceVariation, double deadlineSeconds) {
    double spread = Math.sqrt(Math.log1p(serviceVariation));
    double middle = meanSeconds / Math.sqrt(1 + serviceVariation);
    double late = 0;
    int able = 0;
    // The longest services first: they leave the least time to wait.
    for (int i = NORMAL.length - 1; i >= 0; i--) {
      double left = deadlineSeconds - middle * Math.exp(spread * NORMAL[i]);
      if (left >= 0) {
        double share = waiting.longerThan(left);
        late += share;
        if (share < NOTHING) {
          // Shorter ones are late still less.
          able = i + 1 + able;
          break;
        }
        able++;
      }
    }
    // Even the shortest takes too long: then at least nothing should be lost by waiting.
    return able == 0 ? 1 - waiting.longerThan(0) : 1 - late / able;
  }
}

package dev.edgewise.orchestrator.scale;

/**
 * The constants of the policy in one place. {@link #standard} was found by {@code edgewise simulate
 * scale}; everything else is for such searches.
 *
 * @param spareOut of the calls that may be late, the share that a forecast may use up before nodes
 *     are added; the rest is left for what nobody foresees
 * @param spareIn the same for giving nodes back
 * @param doubt how much of the uncertainty of the measured rate is planned for
 * @param drain seconds ahead, beyond the start of a node, in deadlines, at which calls must be on
 *     time again
 * @param inStarts a node is given back when it would not be missed for so many cold starts
 * @param holdStarts ... and was not missed for so many
 * @param mostHold seconds; nothing is held longer by itself
 * @param trendStarts a rise is read from so many cold starts back
 * @param mostRise a rise is believed up to so many times the rate now
 */
public record Tuning(
    double spareOut,
    double spareIn,
    double doubt,
    double drain,
    double inStarts,
    double holdStarts,
    double mostHold,
    double trendStarts,
    double mostRise) {
  /** What the daemon uses. */
  public static Tuning standard() {
    return new Tuning(0.8, 0.5, 0.2, 1, 2, 1, 300, 4, 1.5);
  }
}

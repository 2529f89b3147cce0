package dev.edgewise.orchestrator.scale;

/**
 * The constants of the policy in one place. {@link #standard} was found by {@code edgewise simulate
 * scale}; everything else is for such searches.
 *
 * @param spare of the calls that may be late, the share that waiting may use up; the rest is left
 *     for what nobody foresees
 * @param surely the rate is planned for at so many deviations above what was measured
 * @param calmer a node is given back only when the target would hold without it at so much more
 *     load
 * @param holdStarts a node is held for so many cold starts, or for the rule's hold where that is
 *     longer
 * @param mostHold seconds; nothing is held longer by itself
 * @param drain a backlog is to be worked off within so many deadlines
 * @param trendStarts a rise is read from so many cold starts back
 * @param mostRise a rise is believed up to so many times the rate now
 */
public record Tuning(
    double spare,
    double surely,
    double calmer,
    double holdStarts,
    double mostHold,
    double drain,
    double trendStarts,
    double mostRise) {
  /** What the daemon uses. */
  public static Tuning standard() {
    return new Tuning(0.5, 0.5, 1.05, 1.5, 300, 2, 4, 1.5);
  }
}

package dev.edgewise.bench.stats;

/**
 * What a figure is to reach, or not to exceed.
 *
 * @param wanted the bound itself, included
 * @param fromBelow whether it is to be reached; else it is not to be exceeded
 */
public record Bar(double wanted, boolean fromBelow) {
  /** What may be said of a figure. */
  public enum Verdict {
    /** The estimate is on the right side. */
    MET,
    /** The estimate is not, and the interval reaches over. */
    UNCLEAR,
    /** The whole interval lies on the wrong side. */
    NOT_MET
  }

  /** A figure that is to be {@code wanted} or more. */
  public static Bar atLeast(double wanted) {
    return new Bar(wanted, true);
  }

  /** A figure that is to be {@code wanted} or less. */
  public static Bar atMost(double wanted) {
    return new Bar(wanted, false);
  }

  /** Holds a figure against it. */
  public Verdict verdict(Interval figure) {
    if (isMet(figure.estimate())) {
      return Verdict.MET;
    }
    return isMet(fromBelow ? figure.high() : figure.low()) ? Verdict.UNCLEAR : Verdict.NOT_MET;
  }

  private boolean isMet(double value) {
    return fromBelow ? value >= wanted : value <= wanted;
  }

  /** For people: {@code ≥ 0.9}. */
  @Override
  public String toString() {
    return (fromBelow ? "≥ " : "≤ ") + wanted;
  }
}

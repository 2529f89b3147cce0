package dev.edgewise.serving.cache.semantic;

/**
 * Whether what is served keeps its bound: a part of the hits, chosen by chance, is computed all the
 * same and compared. All hits of that kind count, those before a closing too; what was explored, or
 * complained of, does not: neither is a sample of what was served. Not thread-safe.
 *
 * <p>A change for the worse shows in a sum that each wrong answer raises and each right one lowers
 * (Page 1954): log-likelihood of thrice the budget against the budget itself. At {@link #ALARM} the
 * pool closes.
 */
final class Watch {
  /** The least part of hits that is checked. */
  static final double SHARE = 0.02;

  /** Of a young pool about so many hits are checked for each doubling of their number. */
  private static final double YOUNG = 25;

  /** After something went wrong, until the sum is back at zero. */
  private static final double ALERT = 0.5;

  private static final double ALARM = 5;
  private static final double BROKEN = 0.01;
  private static final int TIMES_WORSE = 3;

  private final double budget;
  private final double ifWrong;
  private final double ifRight;
  private long hits;
  private long judged;
  private long wrong;
  private long hitsSinceOpened;
  private int judgedSinceOpened;
  private int wrongSinceOpened;
  private double sum;

  /**
   * Without anything seen.
   *
   * @param budget the share of hits that may be wrong; 1: any
   */
  Watch(double budget) {
    this.budget = budget;
    double worse = Math.min((1 + budget) / 2, TIMES_WORSE * budget);
    ifWrong = budget >= 1 ? 0 : Math.log(worse / budget);
    ifRight = budget >= 1 ? 0 : Math.log((1 - worse) / (1 - budget));
  }

  /** Counts a hit, and says how likely it is to be checked. */
  double served() {
    hits++;
    hitsSinceOpened++;
    if (budget >= 1) {
      return SHARE;
    }
    double share = Math.max(SHARE, YOUNG / (YOUNG + hitsSinceOpened));
    return sum > 0 ? Math.max(share, ALERT) : share;
  }

  /** Takes the outcome of such a check. */
  void judged(boolean right) {
    judged++;
    judgedSinceOpened++;
    if (!right) {
      wrong++;
      wrongSinceOpened++;
    }
    count(right);
  }

  /** Takes a complaint: no sample, but a reason to look closer. */
  void complained() {
    count(false);
  }

  private void count(boolean right) {
    sum = Math.max(0, sum + (right ? ifRight : ifWrong));
  }

  /** Whether the bound is broken. */
  boolean isBroken() {
    return budget < 1
        && (sum >= ALARM || Bounds.lower(wrongSinceOpened, judgedSinceOpened, BROKEN) > budget);
  }

  /** Begins anew, but for the counts that are shown. */
  void reopen() {
    hitsSinceOpened = 0;
    judgedSinceOpened = 0;
    wrongSinceOpened = 0;
    sum = 0;
  }

  long hits() {
    return hits;
  }

  long judged() {
    return judged;
  }

  long wrong() {
    return wrong;
  }

  String sinceOpened() {
    return wrongSinceOpened + " of " + judgedSinceOpened + " checked hits were wrong";
  }

  void save(Ledger.Writer out) {
    out.large(hits).large(judged).large(wrong).large(hitsSinceOpened);
    out.number(judgedSinceOpened).number(wrongSinceOpened).real(sum);
  }

  void load(Ledger.Reader in) {
    hits = in.large();
    judged = in.large();
    wrong = in.large();
    hitsSinceOpened = in.large();
    judgedSinceOpened = in.number();
    wrongSinceOpened = in.number();
    sum = in.real();
  }
}

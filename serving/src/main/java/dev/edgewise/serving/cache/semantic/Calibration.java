package dev.edgewise.serving.cache.semantic;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * From which similarity on the answers of a pool are right often enough, shown by checks of answers
 * that were not served.
 *
 * <p>At fixed sizes of its evidence it tests similarities from the highest down: is the bound on
 * the share of wrong ones at or above it within the budget? It stops at the first that is not. The
 * error stays at 5 % without a correction for their number: to open too far, it must pass the first
 * similarity in that order whose true share is beyond the budget, and that one test errs with the
 * level's probability. The sizes share the 5 % (test k has 5 %/(k(k+1)), which sum up to 5 %), so
 * growing evidence does not add chances; what once passed stays passed. Where the order begins
 * depends on how many checks there are and not on how they came out. A pool that stays closed
 * forgets old evidence, and goes on with smaller levels.
 *
 * <p>Checks lie in bins of similarity, so memory is fixed. Not thread-safe.
 */
final class Calibration {
  static final int BINS = 200;

  /** How many times the fewest possible checks the first test wants, so that some may be wrong. */
  private static final double ROOM = 1.6;

  private static final double GROWTH = 1.5;
  private static final int FIRST = 48;

  /** A closed pool does not look at older evidence than so many times what a test takes. */
  private static final int WINDOW = 4;

  private final double budget;
  private final int lowest;
  private final int[] right = new int[BINS + 1];
  private final int[] wrong = new int[BINS + 1];
  private int checks;
  private int tests;
  private int next;
  private int open = BINS + 1;
  private String lacks = "";

  /**
   * One without evidence.
   *
   * @param budget the share of served answers that may be wrong
   * @param floor the lowest similarity that may ever be served
   */
  Calibration(double budget, double floor) {
    this.budget = budget;
    lowest = (int) Math.ceil(floor * BINS - 1e-9);
    clear();
  }

  /** Begins anew. */
  void clear() {
    forget();
    tests = 0;
    next = Math.max(FIRST, enough(error(1)));
    open = BINS + 1;
    lacks = "no answer was compared yet";
  }

  private void forget() {
    Arrays.fill(right, 0);
    Arrays.fill(wrong, 0);
    checks = 0;
  }

  private static double error(int test) {
    return Bounds.ERROR / ((double) test * (test + 1));
  }

  /** How many checks a test of this level takes. */
  private int enough(double error) {
    return (int) Math.ceil(ROOM * Bounds.fewest(budget, error));
  }

  private static int bin(double similarity) {
    return Math.clamp((long) Math.floor(similarity * BINS + 1e-9), 0, BINS);
  }

  /** Takes a check of an answer that was not served. */
  void add(double similarity, boolean isRight) {
    int bin = bin(similarity);
    if (bin < lowest) {
      return;
    }
    (isRight ? right : wrong)[bin]++;
    checks++;
    if (checks >= next) {
      if (test(error(tests + 1))) {
        tests++;
      }
      next = Math.max(next + 1, (int) Math.ceil(next * GROWTH));
      int enough = enough(error(tests + 1));
      if (open > BINS && checks >= WINDOW * enough) {
        // What was wrong long ago must not keep it closed for ever; further tests go on sharing.
        forget();
        next = enough;
      }
    } else if (tests == 0 && open > BINS) {
      lacks = checks + " answers were compared, the first test takes " + next;
    }
  }

  /** Says whether anything was tested: what was not costs no part of the error. */
  private boolean test(double error) {
    int seen = 0;
    int bad = 0;
    int enough = enough(error);
    for (int bin = BINS; bin >= lowest; bin--) {
      seen += right[bin] + wrong[bin];
      bad += wrong[bin];
      boolean begun = open <= BINS || seen >= enough;
      if (bin >= open || !begun) {
        continue;
      }
      double bound = Bounds.upper(bad, seen, error);
      if (bound > budget) {
        lacks =
            String.format(
                Locale.ROOT,
                "of %d answers compared at %.3f or above %d were wrong: shows at most %.3f, not"
                    + " %.3f",
                seen,
                bin / (double) BINS,
                bad,
                bound,
                budget);
        return true;
      }
      open = bin;
    }
    lacks =
        open > BINS
            ? "of " + seen + " answers compared " + bad + " were wrong; it takes at least " + enough
            : "nothing, down to the floor";
    return open <= BINS;
  }

  /** The lowest similarity at which answers may be served; empty while nothing is shown. */
  OptionalDouble threshold() {
    return open > BINS ? OptionalDouble.empty() : OptionalDouble.of(open / (double) BINS);
  }

  /** Whether an answer may be served at this similarity. */
  boolean allows(double similarity) {
    return bin(similarity) >= open;
  }

  /** For operators: what is missing to open, or to open further. */
  String lacks() {
    return lacks;
  }

  void save(Ledger.Writer out) {
    out.number(checks).number(tests).number(next).number(open).text(lacks);
    for (int bin = 0; bin <= BINS; bin++) {
      out.number(right[bin]).number(wrong[bin]);
    }
  }

  void load(Ledger.Reader in) {
    checks = in.number();
    tests = in.number();
    next = in.number();
    open = in.number();
    lacks = in.text();
    for (int bin = 0; bin <= BINS; bin++) {
      right[bin] = in.number();
      wrong[bin] = in.number();
    }
  }
}

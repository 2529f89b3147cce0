package dev.edgewise.serving.cache.semantic;

import dev.edgewise.serving.cache.store.Key;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Serves what is shown to be wrong within the budget: an entry by what is known of itself ({@link
 * Fit}), a young one by what is known of its pool ({@link Calibration}). Everything else is
 * explored: its call runs anyway, so comparing costs the caller nothing. What is served is watched,
 * and when the bound breaks all begins anew.
 *
 * <p>Each observation counts once as evidence for one bound: what was explored with an entry that
 * the pool would decide on calibrates the pool, what was served and checked goes to the watch, and
 * an entry's own fit is no part of either.
 */
final class ByBudget implements Decider {
  private final double budget;
  private final RandomGenerator random;
  private final Watch watch;
  private final History history;
  private final Calibration calibration;
  private int closings;
  private long byOwn;
  private String lastClosing = "";

  ByBudget(double budget, double floor, RandomGenerator random) {
    this.budget = budget;
    this.random = random;
    watch = new Watch(budget);
    history = new History(floor);
    calibration = new Calibration(budget, floor);
  }

  @Override
  public Found decide(Key key, double similarity) {
    boolean own = history.confidence(key, similarity, budget) >= 1 - budget;
    boolean pool = calibration.allows(similarity) && !history.contradicts(key, similarity);
    if (!own && !pool) {
      return new Found.Explore(key, similarity);
    }
    if (own) {
      byOwn++;
    }
    double share = watch.served();
    return new Found.Hit(key, similarity, OptionalDouble.of(budget), random.nextDouble() < share);
  }

  @Override
  public void learn(Key key, double similarity, boolean right, Check check) {
    switch (check) {
      case EXPLORED -> {
        // Those that the pool would not serve say nothing of those that it would.
        if (!history.contradicts(key, similarity)) {
          calibration.add(similarity, right);
        }
      }
      case AUDITED -> watch.judged(right);
      case COMPLAINED -> watch.complained();
    }
    history.add(key, similarity, right);
    // What was explored was not served, and says nothing of what is.
    if (check != Check.EXPLORED && watch.isBroken()) {
      closings++;
      lastClosing = watch.sinceOpened();
      watch.reopen();
      calibration.clear();
      history.clear();
    }
  }

  @Override
  public Watch watch() {
    return watch;
  }

  @Override
  public OptionalDouble threshold() {
    return calibration.threshold();
  }

  @Override
  public String why() {
    OptionalDouble open = threshold();
    String state =
        open.isPresent()
            ? String.format(
                Locale.ROOT,
                "open at %.3f and above for a false-hit rate of at most %.3f; further: %s",
                open.getAsDouble(),
                budget,
                calibration.lacks())
            : "closed: " + calibration.lacks();
    return state
        + (byOwn == 0 ? "" : "; " + byOwn + " hits by what is known of single questions")
        + (closings == 0
            ? ""
            : "; closed " + closings + " times, last when " + lastClosing + ", and begun anew");
  }

  @Override
  public void save(Ledger.Writer out) {
    watch.save(out);
    history.save(out);
    calibration.save(out);
    out.number(closings).large(byOwn).text(lastClosing);
  }

  @Override
  public void load(Ledger.Reader in) {
    watch.load(in);
    history.load(in);
    calibration.load(in);
    closings = in.number();
    byOwn = in.large();
    lastClosing = in.text();
  }
}

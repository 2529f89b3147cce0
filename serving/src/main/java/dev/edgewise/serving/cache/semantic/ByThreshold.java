package dev.edgewise.serving.cache.semantic;

import dev.edgewise.serving.cache.store.Key;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Serves whatever is near enough; only what was wrong for a question is not served again for one as
 * far away. A part of the hits is checked, so that how often they are wrong is known.
 */
final class ByThreshold implements Decider {
  private final double threshold;
  private final RandomGenerator random;
  private final Watch watch = new Watch(1);
  private final History history;

  ByThreshold(double threshold, RandomGenerator random) {
    this.threshold = threshold;
    this.random = random;
    history = new History(threshold);
  }

  @Override
  public Found decide(Key key, double similarity) {
    if (history.contradicts(key, similarity)) {
      return new Found.Miss("its answer was wrong for a question that was as near");
    }
    double share = watch.served();
    return new Found.Hit(key, similarity, OptionalDouble.empty(), random.nextDouble() < share);
  }

  @Override
  public void learn(Key key, double similarity, boolean right, Check check) {
    if (check == Check.AUDITED) {
      watch.judged(right);
    }
    if (!right) {
      history.add(key, similarity, false);
    }
  }

  @Override
  public Watch watch() {
    return watch;
  }

  @Override
  public OptionalDouble threshold() {
    return OptionalDouble.of(threshold);
  }

  @Override
  public String why() {
    return String.format(
        Locale.ROOT,
        "open: everything at %.3f or above that no guard objects to; no bound is kept",
        threshold);
  }

  @Override
  public void save(Ledger.Writer out) {
    watch.save(out);
    history.save(out);
  }

  @Override
  public void load(Ledger.Reader in) {
    watch.load(in);
    history.load(in);
  }
}

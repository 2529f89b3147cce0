package dev.edgewise.lab.scale;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A mean of some seeds, and how far it may be off: half of its 95 % interval, by Student's t.
 *
 * @param half 0 for a single seed, which says nothing about others
 */
record Figures(double mean, double half) {
  /** Student's t, 97.5 %, for 1 to 30 degrees of freedom. */
  private static final double[] STUDENT = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042
  };

  private static final double NORMAL = 1.96;

  static Figures of(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    if (values.length < 2) {
      return new Figures(mean, 0);
    }
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    double deviation = Math.sqrt(squares / (values.length - 1) / values.length);
    double t = values.length - 2 < STUDENT.length ? STUDENT[values.length - 2] : NORMAL;
    return new Figures(mean, t * deviation);
  }

  static Figures of(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
    return of(outcomes.stream().mapToDouble(figure).toArray());
  }

  /** Of the differences seed by seed: what both had in common is not noise. */
  static Figures difference(
      List<Outcome> some, List<Outcome> others, ToDoubleFunction<Outcome> figure) {
    double[] differences = new double[some.size()];
    Arrays.setAll(
        differences, i -> figure.applyAsDouble(some.get(i)) - figure.applyAsDouble(others.get(i)));
    return of(differences);
  }
}

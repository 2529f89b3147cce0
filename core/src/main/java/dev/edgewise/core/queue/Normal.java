package dev.edgewise.core.queue;

/**
 * The normal distribution's tail, also far out and times a large factor: Chebyshev fit of the
 * complementary error function, relative error below 1.2e-7 everywhere (Press et al., Numerical
 * Recipes in C, 1992, section 6.2).
 */
final class Normal {
  private static final double[] FIT = {
    -1.26551223,
    1.00002368,
    0.37409196,
    0.09678418,
    -0.18628806,
    0.27886807,
    -1.13520398,
    1.48851587,
    -0.82215223,
    0.17087277
  };

  private Normal() {}

  /** The share above {@code z} deviations. */
  static double above(double z) {
    return above(z, 0);
  }

  /** The same times <i>e</i> to the {@code power}, without overflow where the product is small. */
  static double above(double z, double power) {
    if (z < 0) {
      return Math.exp(power) - above(-z, power);
    }
    double x = z / Math.sqrt(2);
    double t = 1 / (1 + x / 2);
    double sum = 0;
    for (int i = FIT.length - 1; i >= 0; i--) {
      sum = sum * t + FIT[i];
    }
    return 0.5 * t * Math.exp(power - x * x + sum);
  }
}

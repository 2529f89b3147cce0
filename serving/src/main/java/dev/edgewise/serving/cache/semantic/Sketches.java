package dev.edgewise.serving.cache.semantic;

import java.util.Random;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Of each point, on which side of {@link #BITS} random planes through zero it lies (Charikar 2002).
 * Two points at an angle θ lie on different sides of one such plane with probability θ/π, and
 * planes are independent, so the number of bits that differ is Binomial(BITS, θ/π). The cut-off is
 * its quantile: of points at the floor or above, fewer than one in ten million are overlooked.
 */
final class Sketches {
  static final int BITS = 384;
  static final int WORDS = BITS / Long.SIZE;

  /** Half for each of the two cut-offs. */
  private static final double OVERLOOKED = 1e-7;

  /** Never changed: sketches of different runs of a program need not agree, those of one must. */
  private static final long SEED = 7;

  private final float[][] planes;

  /**
   * Planes for points of so many dimensions.
   *
   * @param dimensions from 1
   */
  Sketches(int dimensions) {
    Random random = new Random(SEED);
    planes = new float[dimensions][BITS];
    for (float[] row : planes) {
      for (int bit = 0; bit < BITS; bit++) {
        row[bit] = (float) random.nextGaussian();
      }
    }
  }

  long[] of(float[] point) {
    float[] sides = new float[BITS];
    for (int i = 0; i < point.length; i++) {
      float number = point[i];
      float[] row = planes[i];
      for (int bit = 0; bit < BITS; bit++) {
        sides[bit] += number * row[bit];
      }
    }
    long[] sketch = new long[WORDS];
    for (int bit = 0; bit < BITS; bit++) {
      if (sides[bit] >= 0) {
        sketch[bit >> 6] |= 1L << (bit & 63);
      }
    }
    return sketch;
  }

  /** The most bits of so many in which points may differ whose cosine is at least this. */
  static int cutOff(int bits, double cosine) {
    double angle = Math.acos(Math.clamp(cosine, -1.0, 1.0)) / Math.PI;
    if (angle <= 0) {
      // The same direction, computed in another order: a plane may pass between.
      return 2;
    }
    return BinomialDistribution.of(bits, Math.min(angle, 1))
        .inverseSurvivalProbability(OVERLOOKED / 2);
  }
}

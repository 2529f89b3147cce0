package dev.edgewise.serving.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

final class BoundsTest {
  @Test
  void are_those_of_clopper_and_pearson() {
    // R: binom.test(18, 312, alternative = "less")$conf.int is 0.08416.
    assertThat(Bounds.upper(18, 312, 0.05)).isCloseTo(0.0845, offset(0.0008));
    assertThat(Bounds.upper(0, 59, 0.05)).isCloseTo(1 - Math.pow(0.05, 1 / 59.0), offset(1e-9));
    assertThat(Bounds.lower(59, 59, 0.05)).isCloseTo(Math.pow(0.05, 1 / 59.0), offset(1e-9));
    assertThat(Bounds.upper(3, 3, 0.05)).isEqualTo(1);
    assertThat(Bounds.lower(0, 3, 0.05)).isZero();
    assertThat(Bounds.interval(0, 0)).containsExactly(0, 1);
    assertThat(Bounds.fewest(0.05, 0.05)).isEqualTo(59);
  }

  @Test
  void sketches_overlook_what_they_say() {
    // Exact tails of the binomial distribution, summed up.
    for (double cosine : new double[] {0.5, 0.85, 0.99}) {
      int cut = Sketches.cutOff(Sketches.BITS, cosine);
      double p = Math.acos(cosine) / Math.PI;
      double beyond = 0;
      double logChoose = 0;
      for (int k = 0; k <= Sketches.BITS; k++) {
        if (k > 0) {
          logChoose += Math.log((double) (Sketches.BITS - k + 1) / k);
        }
        if (k > cut) {
          beyond += Math.exp(logChoose + k * Math.log(p) + (Sketches.BITS - k) * Math.log1p(-p));
        }
      }
      assertThat(beyond).isLessThan(5e-8).isGreaterThan(1e-9);
    }
  }
}

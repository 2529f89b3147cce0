package dev.edgewise.serving.pipeline;

/**
 * Noise that is the same everywhere. Uniform numbers come from SplitMix64 (Steele, Lea and Flood
 * 2014) with the state {@code seed}; of each 64 bits the upper 53 make a number in (0, 1]. Two of
 * them, {@code u} then {@code v}, make two normal ones by Box and Muller (1958): {@code r = sqrt(−2
 * ln u)}, then {@code r cos 2πv} and {@code r sin 2πv}. The JDK's own generators are not used,
 * because {@code nextGaussian} may change between its versions, and logarithm and cosine are those
 * of {@link StrictMath}, because the others may differ by processor.
 */
final class GaussianNoise {
  private long state;

  GaussianNoise(long seed) {
    this.state = seed;
  }

  /** The next {@code length} numbers. Only the last call may ask for an odd number of them. */
  float[] next(int length) {
    float[] noise = new float[length];
    for (int i = 0; i < length; i += 2) {
      double radius = StrictMath.sqrt(-2 * StrictMath.log(uniform()));
      double angle = 2 * Math.PI * uniform();
      noise[i] = (float) (radius * StrictMath.cos(angle));
      if (i + 1 < length) {
        noise[i + 1] = (float) (radius * StrictMath.sin(angle));
      }
    }
    return noise;
  }

  /** In (0, 1], so that its logarithm is finite. */
  private double uniform() {
    return ((splitMix() >>> 11) + 1) * 0x1.0p-53;
  }

  private long splitMix() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

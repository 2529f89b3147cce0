package dev.edgewise.serving.text;

/**
 * Random numbers by seed and place: any of them can be had without those before. The mixing is
 * SplitMix64's (Steele, Lea and Flood 2014), twice, so that neither neighbouring seeds nor
 * neighbouring places have anything in common. Pure.
 */
final class Chance {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Chance() {}

  /** From 0 to less than 1. */
  static double of(long seed, long place) {
    return (mixed(mixed(seed) + (place + 1) * GOLDEN) >>> 11) * 0x1p-53;
  }

  private static long mixed(long value) {
    long z = value + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

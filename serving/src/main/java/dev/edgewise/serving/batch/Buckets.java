package dev.edgewise.serving.batch;

import java.util.Arrays;

/**
 * Lengths that shorter items may be padded to, so that items of nearly one length run together.
 * Only for models that have a mask: without one, padding changes results. Immutable.
 */
public final class Buckets {
  private final int[] sizes;
  private final double maxWaste;

  private Buckets(int[] sizes, double maxWaste) {
    this.sizes = sizes;
    this.maxWaste = maxWaste;
  }

  /**
   * Buckets.
   *
   * @param maxWaste the largest part of a padded item that may be padding, 0 to 1
   * @param sizes each more than 0, in any order
   */
  public static Buckets of(double maxWaste, int... sizes) {
    if (!(maxWaste >= 0 && maxWaste <= 1)) {
      throw new IllegalArgumentException("maxWaste: " + maxWaste + " (expected: 0 to 1)");
    }
    int[] sorted = sizes.clone();
    Arrays.sort(sorted);
    if (sorted.length > 0 && sorted[0] < 1) {
      throw new IllegalArgumentException("sizes: " + sorted[0] + " (expected: more than 0)");
    }
    return new Buckets(sorted, maxWaste);
  }

  /**
   * The length to pad to: the smallest bucket that holds {@code length}, if that does not waste too
   * much; else {@code length}.
   *
   * @param length 0 or more
   */
  public int lengthFor(int length) {
    int at = Arrays.binarySearch(sizes, length);
    if (at >= 0) {
      return length;
    }
    int next = -at - 1;
    if (next == sizes.length || sizes[next] - length > maxWaste * sizes[next]) {
      return length;
    }
    return sizes[next];
  }
}

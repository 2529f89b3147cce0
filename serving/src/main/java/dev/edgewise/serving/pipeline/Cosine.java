package dev.edgewise.serving.pipeline;

/** Cosine similarity of points of length 1. */
final class Cosine {
  private Cosine() {}

  static double of(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "points of " + a.length + " and " + b.length + " numbers (expected: the same)");
    }
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
    }
    return dot;
  }
}

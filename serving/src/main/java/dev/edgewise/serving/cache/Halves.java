package dev.edgewise.serving.cache;

/** Points in half of their bytes: what is written down of them only has to be near. */
final class Halves {
  private Halves() {}

  static short[] of(float[] point) {
    short[] halves = new short[point.length];
    for (int i = 0; i < point.length; i++) {
      halves[i] = Float.floatToFloat16(point[i]);
    }
    return halves;
  }

  /** Of length 1 again. */
  static float[] back(short[] halves) {
    float[] point = new float[halves.length];
    double squares = 0;
    for (int i = 0; i < halves.length; i++) {
      point[i] = Float.float16ToFloat(halves[i]);
      squares += (double) point[i] * point[i];
    }
    float length = (float) Math.sqrt(squares);
    for (int i = 0; length > 0 && i < point.length; i++) {
      point[i] /= length;
    }
    return point;
  }
}

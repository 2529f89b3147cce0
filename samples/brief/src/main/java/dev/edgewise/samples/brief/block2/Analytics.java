package dev.edgewise.samples.brief.block2;

import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.EdgeService;
import java.util.Arrays;

/** What is done with the samples of a sensor: cleaned near it, examined where there is power. */
public class Analytics {
  /** Samples to each side that the median is taken over. */
  private static final int REACH = 2;

  /** Removes spikes: each sample becomes the median of itself and its neighbours. */
  @EdgeService
  public float[] realtimeFilter(float[] input) {
    float[] clean = new float[input.length];
    for (int i = 0; i < input.length; i++) {
      int from = Math.max(0, i - REACH);
      int to = Math.min(input.length, i + REACH + 1);
      float[] around = Arrays.copyOfRange(input, from, to);
      Arrays.sort(around);
      clean[i] = around[around.length / 2];
    }
    return clean;
  }

  /**
   * The strongest rhythm of the samples, in cycles over all of them: the frequency with most power
   * in their discrete Fourier transform, found the slow way. 0 when there are fewer than two.
   */
  @CloudService
  public double heavyComputation(float[] data) {
    int strongest = 0;
    double most = 0;
    for (int frequency = 1; frequency <= data.length / 2; frequency++) {
      double power = power(data, frequency);
      if (power > most) {
        most = power;
        strongest = frequency;
      }
    }
    return strongest;
  }

  private static double power(float[] data, int frequency) {
    double real = 0;
    double imaginary = 0;
    for (int i = 0; i < data.length; i++) {
      double angle = 2 * Math.PI * frequency * i / data.length;
      real += data[i] * Math.cos(angle);
      imaginary -= data[i] * Math.sin(angle);
    }
    return real * real + imaginary * imaginary;
  }
}

package dev.edgewise.samples.brief.block2;

import dev.edgewise.sdk.api.Edgewise;
import java.util.Locale;

/**
 * Runs the block: on the fleet that {@code edgewise up} starts, or with {@code local} as its
 * argument in this JVM. Both print the same.
 */
public final class Orchestrator {
  private static final int SAMPLES = 512;
  private static final int RHYTHM = 7;
  private static final int SPIKE_EVERY = 50;

  private Orchestrator() {}

  public static void main(String[] arguments) {
    try (Edgewise eco = arguments.length > 0 ? Edgewise.local() : fleet()) {
      float[] samples = samples();
      Analytics analytics = eco.create(Analytics.class);
      float[] clean = analytics.realtimeFilter(samples);
      double result = analytics.heavyComputation(clean);
      System.out.printf(
          Locale.ROOT,
          "largest sample %.2f, cleaned %.2f, strongest rhythm %.0f%n",
          largest(samples),
          largest(clean),
          result);
    }
  }

  private static Edgewise fleet() {
    return Edgewise.builder().edgeNodes("nyc-edge01", "london-edge02").cloudZone("west1").build();
  }

  /** Seven waves, and a spike now and then. */
  static float[] samples() {
    float[] samples = new float[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      samples[i] = (float) Math.sin(2 * Math.PI * RHYTHM * i / SAMPLES);
      if (i % SPIKE_EVERY == 0) {
        samples[i] += 20;
      }
    }
    return samples;
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, value);
    }
    return largest;
  }
}

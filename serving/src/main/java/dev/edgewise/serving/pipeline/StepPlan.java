package dev.edgewise.serving.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * The steps from noise to a picture, as numbers. Both rules that are known here are linear in the
 * sample and in what the network says, so that a step is some coefficients; {@link #next} applies
 * them. They agree with {@code DDIMScheduler} (Song, Meng and Ermon 2021, with η = 0) and {@code
 * EulerDiscreteScheduler} (Karras et al. 2022, algorithm 2 without churn) of the library whose
 * exports are read.
 *
 * @param steps in the order in which they are taken
 * @param startScale the noise is multiplied by this before the first step
 * @param clip the picture that a step foresees is kept within ± this; 0 for not at all
 * @param clipNoise whether the noise is what is left when the clipped picture is taken away
 */
record StepPlan(List<Step> steps, double startScale, double clip, boolean clipNoise) {
  StepPlan {
    steps = List.copyOf(steps);
  }

  /**
   * One step: {@code foreseen = a x + b m}, clipped; {@code noise = c x + d m}; next {@code x = e
   * foreseen + f noise}, with {@code x} the sample and {@code m} the network's output for {@code
   * inputScale x}.
   *
   * @param level what the network is told of the noise: a time step of its training
   * @param signal how much of the picture is in the sample, {@code x = signal foreseen + spread
   *     noise}
   * @param spread how much of the noise
   */
  record Step(
      double level,
      double inputScale,
      double signal,
      double spread,
      double foreseenOfSample,
      double foreseenOfOutput,
      double noiseOfSample,
      double noiseOfOutput,
      double nextOfForeseen,
      double nextOfNoise) {}

  /** A plan of so many steps, 1 to the number of levels of the training. */
  static StepPlan of(SchedulerSettings settings, int count) {
    if (count < 1 || count > settings.trainSteps()) {
      throw new IllegalArgumentException(
          "count: " + count + " (expected: 1 to " + settings.trainSteps() + ")");
    }
    return switch (settings.rule()) {
      case DDIM -> ddim(settings, count);
      case EULER -> euler(settings, count);
    };
  }

  private static StepPlan ddim(SchedulerSettings settings, int count) {
    double[] kept = settings.keptVariance();
    List<Step> steps = new ArrayList<>(count);
    for (double level : levels(settings, count)) {
      int at = (int) level;
      int before = at - settings.trainSteps() / count;
      double last = settings.lastIsClean() ? 1 : kept[0];
      double after = before >= 0 ? kept[before] : last;
      double signal = Math.sqrt(kept[at]);
      double noise = Math.sqrt(1 - kept[at]);
      double toSignal = Math.sqrt(after);
      double toNoise = Math.sqrt(1 - after);
      steps.add(
          switch (settings.prediction()) {
            case EPSILON ->
                new Step(
                    level, 1, signal, noise, 1 / signal, -noise / signal, 0, 1, toSignal, toNoise);
            case V_PREDICTION ->
                new Step(level, 1, signal, noise, signal, -noise, noise, signal, toSignal, toNoise);
          });
    }
    return new StepPlan(steps, 1, settings.clip(), settings.clipNoise());
  }

  private static StepPlan euler(SchedulerSettings settings, int count) {
    double[] kept = settings.keptVariance();
    double[] levels = levels(settings, count);
    double[] sigmas = new double[count + 1];
    for (int i = 0; i < count; i++) {
      sigmas[i] = sigma(kept, levels[i]);
    }
    List<Step> steps = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      double sigma = sigmas[i];
      double whole = sigma * sigma + 1;
      double root = Math.sqrt(whole);
      // What the step moves along is (x − foreseen) / σ.
      steps.add(
          switch (settings.prediction()) {
            case EPSILON ->
                new Step(levels[i], 1 / root, 1, sigma, 1, -sigma, 0, 1, 1, sigmas[i + 1]);
            case V_PREDICTION ->
                new Step(
                    levels[i],
                    1 / root,
                    1,
                    sigma,
                    1 / whole,
                    -sigma / root,
                    sigma / whole,
                    1 / root,
                    1,
                    sigmas[i + 1]);
          });
    }
    double largest = sigmas[0];
    boolean leading = settings.spacing() == SchedulerSettings.Spacing.LEADING;
    return new StepPlan(steps, leading ? Math.sqrt(largest * largest + 1) : largest, 0, false);
  }

  /** Noise over signal at a level, which may lie between two of the training. */
  private static double sigma(double[] kept, double level) {
    int below = (int) Math.min(Math.floor(level), kept.length - 1.0);
    int above = Math.min(below + 1, kept.length - 1);
    double low = Math.sqrt((1 - kept[below]) / kept[below]);
    double high = Math.sqrt((1 - kept[above]) / kept[above]);
    return low + (level - below) * (high - low);
  }

  /** The levels that are visited, highest first. */
  private static double[] levels(SchedulerSettings settings, int count) {
    int all = settings.trainSteps();
    boolean whole = settings.rule() == SchedulerSettings.Rule.DDIM;
    int stride = all / count;
    double[] levels = new double[count];
    for (int i = 0; i < count; i++) {
      int fromEnd = count - 1 - i;
      double level =
          switch (settings.spacing()) {
            case LEADING -> (double) (fromEnd * stride + settings.stepsOffset());
            case TRAILING -> Math.rint(all - i * ((double) all / count)) - 1;
            case LINSPACE -> {
              double exact = count == 1 ? 0 : fromEnd * ((all - 1.0) / (count - 1));
              yield whole ? Math.rint(exact) : exact;
            }
          };
      levels[i] = Math.min(level, all - 1.0);
    }
    return levels;
  }

  /**
   * The clean picture that a step foresees in a sample.
   *
   * @param output what the network said, guidance applied
   */
  float[] foreseen(int step, float[] sample, float[] output) {
    Step s = steps.get(step);
    float[] foreseen = new float[sample.length];
    for (int i = 0; i < foreseen.length; i++) {
      foreseen[i] = (float) foreseen(s, sample[i], output[i]);
    }
    return foreseen;
  }

  private double foreseen(Step s, double x, double m) {
    double foreseen = s.foreseenOfSample * x + s.foreseenOfOutput * m;
    return clip > 0 ? Math.clamp(foreseen, -clip, clip) : foreseen;
  }

  /**
   * Takes a step.
   *
   * @param sample is changed into the next one
   * @param output what the network said, guidance applied
   */
  void next(int step, float[] sample, float[] output) {
    Step s = steps.get(step);
    for (int i = 0; i < sample.length; i++) {
      double x = sample[i];
      double m = output[i];
      double foreseen = foreseen(s, x, m);
      double noise =
          clipNoise
              ? (x - s.signal * foreseen) / s.spread
              : s.noiseOfSample * x + s.noiseOfOutput * m;
      sample[i] = (float) (s.nextOfForeseen * foreseen + s.nextOfNoise * noise);
    }
  }
}

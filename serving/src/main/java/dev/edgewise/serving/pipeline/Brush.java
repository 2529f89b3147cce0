package dev.edgewise.serving.pipeline;

import dev.edgewise.serving.pipeline.Conditioning.Condition;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the steps of one request, each from a state to the next; keeps nothing itself.
 *
 * @param conditions what the network is told: of the prompt alone, or of nothing and the prompt
 * @param seed of the first picture
 */
record Brush(StepPlan plan, Unet unet, List<Condition> conditions, double guidance, long seed) {
  Brush {
    conditions = List.copyOf(conditions);
  }

  /**
   * A step that was taken.
   *
   * @param before the sample that it began with
   * @param said what the network said of that, guidance applied
   * @param after where the request is now
   */
  record Stroke(float[] before, float[] said, PictureState after) {}

  /** Before the first step. */
  PictureState begin(int count) {
    return new PictureState(0, noise(0, count), List.of());
  }

  /** Takes the next step. Must not be called when all pictures are drawn. */
  Stroke step(PictureState now, int count) {
    StepPlan.Step step = plan.steps().get(now.step());
    float[] before = now.sample();
    float[] said =
        guided(unet.predict(before, step.inputScale(), step.level(), conditions), guidance);
    float[] sample = before.clone();
    plan.next(now.step(), sample, said);
    if (now.step() + 1 < plan.steps().size()) {
      return new Stroke(before, said, new PictureState(now.step() + 1, sample, now.finished()));
    }
    List<float[]> finished = new ArrayList<>(now.finished());
    finished.add(sample);
    return new Stroke(before, said, new PictureState(0, noise(finished.size(), count), finished));
  }

  private float[] noise(int picture, int count) {
    if (picture == count) {
      return new float[0];
    }
    float[] sample = new GaussianNoise(seed + picture).next(unet.length());
    for (int i = 0; i < sample.length; i++) {
      sample[i] = (float) (sample[i] * plan.startScale());
    }
    return sample;
  }

  private static float[] guided(List<float[]> said, double guidance) {
    if (said.size() == 1) {
      return said.getFirst();
    }
    float[] without = said.get(0);
    float[] with = said.get(1);
    float[] guided = new float[with.length];
    for (int i = 0; i < guided.length; i++) {
      guided[i] = (float) (without[i] + guidance * ((double) with[i] - without[i]));
    }
    return guided;
  }
}

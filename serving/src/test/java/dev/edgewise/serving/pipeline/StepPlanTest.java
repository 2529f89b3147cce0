package dev.edgewise.serving.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Step for step as the Python package diffusers has it; and by hand where that is short. */
final class StepPlanTest {
  @TestFactory
  Stream<DynamicTest> a_plan_takes_the_steps_of_the_original() {
    JsonObject golden = Golden.json("schedules.json").getAsJsonObject();
    double[] start = Golden.doubles(golden.getAsJsonArray("start"));
    return golden.getAsJsonArray("cases").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.get("count") + " steps of " + one.get("config"), () -> follow(one, start)));
  }

  private static void follow(JsonObject golden, double[] start) {
    List<String> notes = new ArrayList<>();
    SchedulerSettings settings =
        SchedulerSettings.read(new MemoryFiles(), golden.getAsJsonObject("config"), notes);
    int count = golden.get("count").getAsInt();
    StepPlan plan = StepPlan.of(settings, count);
    assertThat(notes).isEmpty();
    double scale = golden.get("startScale").getAsDouble();
    assertThat(plan.startScale()).isCloseTo(scale, within(1e-4 * scale));
    double[] levels = Golden.doubles(golden.getAsJsonArray("levels"));
    List<JsonElement> after = golden.getAsJsonArray("after").asList();
    float[] sample = new float[start.length];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = (float) (start[i] * plan.startScale());
    }
    for (int step = 0; step < count; step++) {
      StepPlan.Step now = plan.steps().get(step);
      assertThat(now.level()).isCloseTo(levels[step], within(1e-3));
      plan.next(step, sample, network(sample, now));
      int told = step - (count - after.size());
      if (told >= 0) {
        double[] expected = Golden.doubles(after.get(told).getAsJsonArray());
        for (int i = 0; i < sample.length; i++) {
          assertThat((double) sample[i])
              .as("number %d after step %d", i, step)
              .isCloseTo(expected[i], within(2e-3 * Math.max(1, Math.abs(expected[i]))));
        }
      }
    }
  }

  /** The made-up network of the golden file. */
  private static float[] network(float[] sample, StepPlan.Step step) {
    float[] said = new float[sample.length];
    for (int i = 0; i < said.length; i++) {
      double x = sample[i] * step.inputScale();
      said[i] = (float) (0.7 * x - 0.2 * Math.sin(step.level() / 100) + 0.1 * Math.cos(3 * x));
    }
    return said;
  }

  @Test
  void one_step_of_ddim_by_hand() {
    // Two levels with beta 0.5: a half, then a quarter of the variance is kept. One step starts at
    // level 0 and goes to none: foreseen = (x − sqrt(0.5) m) / sqrt(0.5).
    SchedulerSettings settings =
        new SchedulerSettings(
            SchedulerSettings.Rule.DDIM,
            2,
            SchedulerSettings.Betas.LINEAR,
            0.5,
            0.5,
            SchedulerSettings.Prediction.EPSILON,
            SchedulerSettings.Spacing.LEADING,
            0,
            true,
            0,
            false);
    assertThat(settings.keptVariance()).containsExactly(0.5, 0.25);
    float[] sample = {1};
    StepPlan.of(settings, 1).next(0, sample, new float[] {0.5f});
    assertThat(sample[0]).isCloseTo((float) (Math.sqrt(2) - 0.5), within(1e-6f));
  }

  @Test
  void what_a_step_foresees_is_clipped() {
    StepPlan plan =
        new StepPlan(List.of(new StepPlan.Step(0, 1, 1, 1, 1, 0, 0, 0, 1, 0)), 1, 0.25, false);
    float[] sample = {3, -3, 0.1f};
    plan.next(0, sample, new float[3]);
    assertThat(sample).containsExactly(0.25f, -0.25f, 0.1f);
  }
}

package dev.edgewise.serving.pipeline;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code scheduler/scheduler_config.json} says, with the defaults of the library that writes
 * such files.
 *
 * @param rule how to go from one noise level to the next
 * @param trainSteps noise levels of the training, 2 to 10,000
 * @param betas how much noise each level adds
 * @param betaStart of the first level
 * @param betaEnd of the last level
 * @param prediction what the network says
 * @param spacing which of the levels are visited
 * @param stepsOffset added to each level by {@code leading}
 * @param lastIsClean whether the last step goes to no noise at all, rather than to the first level
 * @param clip the picture that a step foresees is kept within ± this; 0 for not at all
 * @param clipNoise whether the noise goes with the clipped picture rather than with what the
 *     network said; {@code use_clipped_model_output} of the original's step, which a configuration
 *     of ours may name. Without it, a guided model that draws pixels goes astray
 */
record SchedulerSettings(
    Rule rule,
    int trainSteps,
    Betas betas,
    double betaStart,
    double betaEnd,
    Prediction prediction,
    Spacing spacing,
    int stepsOffset,
    boolean lastIsClean,
    double clip,
    boolean clipNoise) {
  enum Rule {
    DDIM,
    EULER
  }

  enum Betas {
    LINEAR,
    SCALED_LINEAR,
    SQUAREDCOS_CAP_V2
  }

  enum Prediction {
    EPSILON,
    V_PREDICTION
  }

  enum Spacing {
    LEADING,
    TRAILING,
    LINSPACE
  }

  /**
   * Settings that change the mathematics and that no rule here knows, with their harmless value.
   */
  private static final List<String> MUST_BE_FALSE =
      List.of(
          "rescale_betas_zero_snr",
          "thresholding",
          "use_karras_sigmas",
          "use_exponential_sigmas",
          "use_beta_sigmas");

  /**
   * Reads the file.
   *
   * @param notes takes what is worth a log line
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_MODEL_FOLDER}
   */
  static SchedulerSettings read(ModelFiles files, JsonObject json, List<String> notes) {
    Reader reader = new Reader(files, json);
    String type = reader.text("_class_name", "DDIMScheduler");
    Rule rule =
        switch (type) {
          case "DDIMScheduler" -> Rule.DDIM;
          case "EulerDiscreteScheduler" -> Rule.EULER;
          case "PNDMScheduler" -> {
            notes.add(
                "the scheduler PNDMScheduler is run as DDIMScheduler, which takes the same levels");
            yield Rule.DDIM;
          }
          default ->
              throw reader.bad(
                  "_class_name",
                  type,
                  "DDIMScheduler, EulerDiscreteScheduler or PNDMScheduler; most models run with"
                      + " any of them");
        };
    for (String key : MUST_BE_FALSE) {
      if (reader.flag(key, false)) {
        throw reader.bad(key, "true", "false; this variant is not there");
      }
    }
    if (json.has("trained_betas") && !json.get("trained_betas").isJsonNull()) {
      throw reader.bad("trained_betas", "a list", "null; this variant is not there");
    }
    if (rule == Rule.EULER && !reader.text("interpolation_type", "linear").equals("linear")) {
      throw reader.bad("interpolation_type", reader.text("interpolation_type", ""), "linear");
    }
    double start = reader.number("beta_start", 1e-4);
    double end = reader.number("beta_end", 0.02);
    if (!(start > 0 && start <= end && end < 1)) {
      throw reader.bad("beta_start, beta_end", start + ", " + end, "0 < start <= end < 1");
    }
    boolean ddim = rule == Rule.DDIM;
    boolean clips = ddim && reader.flag("clip_sample", !type.equals("PNDMScheduler"));
    double clip = clips ? reader.number("clip_sample_range", 1) : 0;
    if (clips && !(clip > 0)) {
      throw reader.bad("clip_sample_range", "" + clip, "more than 0");
    }
    return new SchedulerSettings(
        rule,
        reader.whole("num_train_timesteps", 1000, 2, 10_000),
        reader.choice("beta_schedule", Betas.LINEAR, Betas.values()),
        start,
        end,
        reader.choice("prediction_type", Prediction.EPSILON, Prediction.values()),
        reader.choice(
            "timestep_spacing", ddim ? Spacing.LEADING : Spacing.LINSPACE, Spacing.values()),
        reader.whole("steps_offset", 0, 0, 100),
        !ddim || reader.flag("set_alpha_to_one", !type.equals("PNDMScheduler")),
        clip,
        clips && reader.flag("use_clipped_model_output", false));
  }

  /** How much of the clean picture's variance is left at each level of the training. */
  double[] keptVariance() {
    double[] kept = new double[trainSteps];
    double product = 1;
    for (int i = 0; i < trainSteps; i++) {
      product *= 1 - beta(i);
      kept[i] = product;
    }
    return kept;
  }

  private double beta(int level) {
    double part = (double) level / (trainSteps - 1);
    return switch (betas) {
      case LINEAR -> betaStart + part * (betaEnd - betaStart);
      case SCALED_LINEAR -> {
        double root = Math.sqrt(betaStart) + part * (Math.sqrt(betaEnd) - Math.sqrt(betaStart));
        yield root * root;
      }
      case SQUAREDCOS_CAP_V2 ->
          Math.min(
              1 - cosine((level + 1.0) / trainSteps) / cosine((double) level / trainSteps), 0.999);
    };
  }

  /** Nichol and Dhariwal 2021, equation 17. */
  private static double cosine(double part) {
    double root = StrictMath.cos((part + 0.008) / 1.008 * Math.PI / 2);
    return root * root;
  }

  /** One file's values, each checked where it is read. */
  private record Reader(ModelFiles files, JsonObject json) {
    RuntimeException bad(String key, String value, String expected) {
      return Folders.bad(
          files,
          "scheduler/scheduler_config.json has " + key + ": " + value,
          "Expected: " + expected + ".");
    }

    private Optional<JsonElement> value(String key) {
      JsonElement value = json.get(key);
      if (value == null || value.isJsonNull()) {
        return Optional.empty();
      }
      if (!value.isJsonPrimitive()) {
        throw bad(key, "a structure", "a plain value");
      }
      return Optional.of(value);
    }

    String text(String key, String otherwise) {
      return value(key).map(JsonElement::getAsString).orElse(otherwise);
    }

    boolean flag(String key, boolean otherwise) {
      return value(key).map(JsonElement::getAsBoolean).orElse(otherwise);
    }

    double number(String key, double otherwise) {
      try {
        double number = value(key).map(JsonElement::getAsDouble).orElse(otherwise);
        if (Double.isFinite(number)) {
          return number;
        }
      } catch (NumberFormatException _) {
        // Told below.
      }
      throw bad(key, text(key, ""), "a number");
    }

    int whole(String key, int otherwise, int least, int most) {
      double number = number(key, otherwise);
      if (number != Math.rint(number) || number < least || number > most) {
        throw bad(key, text(key, ""), "a whole number, " + least + " to " + most);
      }
      return (int) number;
    }

    <E extends Enum<E>> E choice(String key, E otherwise, E[] all) {
      String text = text(key, otherwise.name().toLowerCase(Locale.ROOT));
      List<String> names = new ArrayList<>();
      for (E one : all) {
        String name = one.name().toLowerCase(Locale.ROOT);
        if (name.equals(text)) {
          return one;
        }
        names.add(name);
      }
      throw bad(key, text, String.join(", ", names));
    }
  }
}

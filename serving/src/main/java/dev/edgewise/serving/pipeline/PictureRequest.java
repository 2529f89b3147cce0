package dev.edgewise.serving.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What to draw. Values are not checked here: what is out of range is refused by the pipeline, with
 * its reason.
 *
 * @param prompt at most {@link #MAX_PROMPT} characters
 * @param negativePrompt what the picture should not be; empty for nothing
 * @param steps 1 to {@link #MAX_STEPS}; empty for the model's own
 * @param guidance 0 to {@link #MAX_GUIDANCE}; how much the prompt counts: at 1 and below each step
 *     runs the network once, above it twice; empty for the model's own
 * @param seed of the noise that the first picture starts from; picture {@code i} has {@code seed +
 *     i}
 * @param count of pictures, 1 to {@link #MAX_COUNT}
 */
public record PictureRequest(
    String prompt,
    String negativePrompt,
    OptionalInt steps,
    OptionalDouble guidance,
    long seed,
    int count) {
  /** Characters in a prompt. */
  public static final int MAX_PROMPT = 2_000;

  /** Steps of one picture. */
  public static final int MAX_STEPS = 1_000;

  /** Guidance. */
  public static final double MAX_GUIDANCE = 50;

  /** Pictures of one request. */
  public static final int MAX_COUNT = 10;

  public PictureRequest {
    requireNonNull(prompt, "prompt");
    requireNonNull(negativePrompt, "negativePrompt");
    requireNonNull(steps, "steps");
    requireNonNull(guidance, "guidance");
  }

  /** One picture of a prompt, all else as the model has it. */
  public static PictureRequest of(String prompt, long seed) {
    return new PictureRequest(prompt, "", OptionalInt.empty(), OptionalDouble.empty(), seed, 1);
  }
}

package dev.edgewise.sdk.spi.model;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Asks for pictures of a text. What is absent is as the model's own defaults say.
 *
 * @param profile how to serve it
 * @param prompt what to show; 1 to 10,000 chars
 * @param steps of the sampler, 1 to 1000
 * @param guidanceScale how closely to follow the prompt, 0 to 100; 1 is without guidance
 * @param seed same model, same seed, same pictures; absent: one is drawn, and told in the answer.
 *     All 64 bits count, without sign
 * @param count pictures, 1 to 10
 * @param negativePrompt what not to show; empty for nothing
 * @param previews of each picture while it is made, 0 to 10; only {@code Draw} shows them
 */
public record GenerateRequest(
    ServingProfile profile,
    String prompt,
    OptionalInt steps,
    OptionalDouble guidanceScale,
    OptionalLong seed,
    int count,
    String negativePrompt,
    int previews) {
  /** Most steps that can be asked for. */
  public static final int MOST_STEPS = 1_000;

  /** Most pictures that can be asked for. */
  public static final int MOST_PICTURES = 10;

  /** Most previews of a picture that can be asked for. */
  public static final int MOST_PREVIEWS = 10;

  /** The strongest guidance that can be asked for. */
  public static final double STRONGEST_GUIDANCE = 100;

  public GenerateRequest {
    requireNonNull(profile, "profile");
    if (prompt.isBlank()) {
      throw new IllegalArgumentException("prompt: empty (expected: what the picture shall show)");
    }
    Checks.text("prompt", prompt, Checks.LONGEST_TEXT);
    steps.ifPresent(value -> Checks.range("steps", value, 1, MOST_STEPS));
    guidanceScale.ifPresent(value -> Checks.range("guidanceScale", value, 0, STRONGEST_GUIDANCE));
    requireNonNull(seed, "seed");
    Checks.range("count", count, 1, MOST_PICTURES);
    Checks.text("negativePrompt", negativePrompt, Checks.LONGEST_TEXT);
    Checks.range("previews", previews, 0, MOST_PREVIEWS);
  }

  /** Pictures without previews. */
  public GenerateRequest(
      ServingProfile profile,
      String prompt,
      OptionalInt steps,
      OptionalDouble guidanceScale,
      OptionalLong seed,
      int count,
      String negativePrompt) {
    this(profile, prompt, steps, guidanceScale, seed, count, negativePrompt, 0);
  }

  /** The same in so many steps. */
  public GenerateRequest withSteps(int value) {
    return new GenerateRequest(
        profile,
        prompt,
        OptionalInt.of(value),
        guidanceScale,
        seed,
        count,
        negativePrompt,
        previews);
  }

  /** The same with such a guidance. */
  public GenerateRequest withGuidanceScale(double value) {
    return new GenerateRequest(
        profile, prompt, steps, OptionalDouble.of(value), seed, count, negativePrompt, previews);
  }

  /** The same with that seed. */
  public GenerateRequest withSeed(long value) {
    return new GenerateRequest(
        profile,
        prompt,
        steps,
        guidanceScale,
        OptionalLong.of(value),
        count,
        negativePrompt,
        previews);
  }

  /** The same for so many pictures. */
  public GenerateRequest withCount(int value) {
    return new GenerateRequest(
        profile, prompt, steps, guidanceScale, seed, value, negativePrompt, previews);
  }

  /** The same without what that says. */
  public GenerateRequest withNegativePrompt(String value) {
    return new GenerateRequest(profile, prompt, steps, guidanceScale, seed, count, value, previews);
  }

  /** The same with so many previews of each picture. */
  public GenerateRequest withPreviews(int value) {
    return new GenerateRequest(
        profile, prompt, steps, guidanceScale, seed, count, negativePrompt, value);
  }
}

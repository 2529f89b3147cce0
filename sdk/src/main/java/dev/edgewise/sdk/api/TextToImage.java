package dev.edgewise.sdk.api;

/** A model that makes pictures of texts. Thread-safe. */
@FunctionalInterface
public interface TextToImage {
  /**
   * Makes a picture; blocks until it is there.
   *
   * @param options such as {@link ModelService#steps} and {@link ModelService#seed}; of several
   *     pictures the first is returned
   * @throws dev.edgewise.core.EdgewiseException with {@code UNKNOWN_PROMPT}, naming what the model
   *     knows, when the prompt is near nothing of that; else as any call
   */
  Image generate(String prompt, GenerateOption... options);
}

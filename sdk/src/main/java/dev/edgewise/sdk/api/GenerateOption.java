package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.model.GenerateRequest;
import java.util.function.UnaryOperator;

/**
 * One thing that a caller says of the pictures that it wants: {@link ModelService#steps}, {@link
 * ModelService#guidanceScale}, {@link ModelService#seed}, {@link ModelService#count}, {@link
 * ModelService#negativePrompt}. Of two that say the same, the later counts. Immutable.
 */
public final class GenerateOption {
  private final String words;
  private final UnaryOperator<GenerateRequest> change;

  GenerateOption(String words, UnaryOperator<GenerateRequest> change) {
    this.words = requireNonNull(words, "words");
    this.change = requireNonNull(change, "change");
  }

  GenerateRequest apply(GenerateRequest request) {
    return change.apply(request);
  }

  @Override
  public String toString() {
    return words;
  }
}

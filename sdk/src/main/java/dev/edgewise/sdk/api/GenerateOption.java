package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.model.GenerateRequest;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One thing that a caller says of the pictures that it wants: {@link ModelService#steps}, {@link
 * ModelService#guidanceScale}, {@link ModelService#seed}, {@link ModelService#count}, {@link
 * ModelService#negativePrompt}, {@link ModelService#previews}. Of two that say the same, the later
 * counts. Immutable.
 */
public final class GenerateOption {
  private final String words;
  private final UnaryOperator<GenerateRequest> change;

  private final Optional<Consumer<? super Preview>> watcher;

  GenerateOption(String words, UnaryOperator<GenerateRequest> change) {
    this(words, change, Optional.empty());
  }

  GenerateOption(
      String words,
      UnaryOperator<GenerateRequest> change,
      Optional<Consumer<? super Preview>> watcher) {
    this.words = requireNonNull(words, "words");
    this.change = requireNonNull(change, "change");
    this.watcher = requireNonNull(watcher, "watcher");
  }

  GenerateRequest apply(GenerateRequest request) {
    return change.apply(request);
  }

  /** Who is shown pictures while they are made. */
  Optional<Consumer<? super Preview>> watcher() {
    return watcher;
  }

  @Override
  public String toString() {
    return words;
  }
}

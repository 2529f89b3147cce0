package dev.edgewise.serving.host;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.TextEmbedder;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the node's embedder of texts for the first model that needs one; all share it. */
final class LazyEmbedder implements Supplier<TextEmbedder>, AutoCloseable {
  private final List<ModelEngine> engines;
  private final EngineOptions options;
  private @Nullable TextEmbedder opened;

  /**
   * An embedder.
   *
   * @param options how its model is run
   */
  LazyEmbedder(List<ModelEngine> engines, EngineOptions options) {
    this.engines = List.copyOf(engines);
    this.options = requireNonNull(options, "options");
  }

  @Override
  public synchronized TextEmbedder get() {
    TextEmbedder known = opened;
    if (known == null) {
      known =
          ServiceLoader.load(TextEmbedder.Provider.class, LazyEmbedder.class.getClassLoader())
              .findFirst()
              .orElseThrow(
                  () ->
                      EdgewiseException.of(
                          ErrorCode.NO_ENGINE,
                          "The model compares texts, and nothing that embeds them is on the class"
                              + " path. Add dev.edgewise:edgewise-engine-tokenizers (it needs Java"
                              + " 25)."))
              .open(engines, options);
      opened = known;
    }
    return known;
  }

  @Override
  public synchronized void close() {
    TextEmbedder known = opened;
    if (known != null) {
      known.close();
    }
  }
}

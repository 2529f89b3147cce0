package dev.edgewise.serving.host;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.TextEmbedder;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the node's embedder of texts for the first model that needs one; all share it. */
final class LazyEmbedder implements Supplier<TextEmbedder>, AutoCloseable {
  private final Optional<TextEmbedder.Provider> provider;
  private final List<ModelEngine> engines;
  private final EngineOptions options;
  private volatile @Nullable TextEmbedder opened;

  /**
   * An embedder.
   *
   * @param provider empty when there is none
   * @param options how its model is run
   */
  LazyEmbedder(
      Optional<TextEmbedder.Provider> provider, List<ModelEngine> engines, EngineOptions options) {
    this.provider = requireNonNull(provider, "provider");
    this.engines = List.copyOf(engines);
    this.options = requireNonNull(options, "options");
  }

  /** That of the class path. */
  static LazyEmbedder found(List<ModelEngine> engines, EngineOptions options) {
    return new LazyEmbedder(
        ServiceLoader.load(TextEmbedder.Provider.class, LazyEmbedder.class.getClassLoader())
            .findFirst(),
        engines,
        options);
  }

  /** The name of its model; empty when there is none, or no engine that could run it. */
  Optional<String> model() {
    return provider.filter(known -> !engines(known).isEmpty()).map(TextEmbedder.Provider::model);
  }

  /** The engine that runs it, or would; empty without any. */
  String engine() {
    return provider.stream()
        .flatMap(known -> engines(known).stream())
        .findFirst()
        .map(ModelEngine::name)
        .orElse("");
  }

  private List<ModelEngine> engines(TextEmbedder.Provider known) {
    return engines.stream().filter(engine -> known.format().equals(engine.format())).toList();
  }

  /** It, when somebody has asked for it already. */
  Optional<TextEmbedder> opened() {
    return Optional.ofNullable(opened);
  }

  @Override
  public synchronized TextEmbedder get() {
    TextEmbedder known = opened;
    if (known == null) {
      known =
          provider
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

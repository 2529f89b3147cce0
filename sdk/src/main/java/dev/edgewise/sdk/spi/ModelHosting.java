package dev.edgewise.sdk.spi;

import dev.edgewise.core.Clock;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.TextEmbedder;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Serving of models in this process: loading, batching, warm-up. An application that only calls
 * nodes has none; agents and {@code Edgewise.local()} find its {@link Provider} as a {@link
 * java.util.ServiceLoader} service. Thread-safe.
 */
public interface ModelHosting extends AutoCloseable {
  /** Opens the serving of one node. */
  interface Provider {
    /**
     * Opens it. Models that the setting names to be preloaded are loaded in the background.
     *
     * @throws dev.edgewise.core.EdgewiseException with {@code BAD_MODEL_FOLDER} or {@code
     *     BAD_CONFIGURATION}
     */
    ModelHosting open(Setting setting);
  }

  /**
   * What a node gives to its models.
   *
   * @param folder a model repository; empty when models come from class paths only
   * @param loader whose {@code META-INF/edgewise/models} are served too
   * @param engines what models are run with
   * @param values the node's own configuration of serving, key by key, as its documentation says
   *     ({@code memory}, {@code maxBatchSize}, …); an unknown key is refused
   * @param data a folder of this node alone, for what is worth keeping over a restart
   * @param clock of the node
   * @param random thread-safe
   */
  record Setting(
      Optional<Path> folder,
      ClassLoader loader,
      List<ModelEngine> engines,
      Map<String, String> values,
      Optional<Path> data,
      Clock clock,
      RandomGenerator random) {
    public Setting {
      engines = List.copyOf(engines);
      values = Map.copyOf(values);
    }
  }

  /** What can be served now, loaded or not, by name. */
  List<ServedModel> models();

  /**
   * Those that a class path has, its parents' left out.
   *
   * @param loader where a jar that is not the node's own has its resources
   */
  List<ServedModel> models(URLClassLoader loader);

  /**
   * Finds one, also in the class path of a service that is not the node's own.
   *
   * @param loader where the service that asks has its resources
   */
  Optional<ServedModel> find(ClassLoader loader, String name);

  /**
   * A model for the constructor of a body: its runs go through the same lanes as everybody's.
   *
   * @throws dev.edgewise.core.EdgewiseException with {@code NO_ENGINE}, {@code NO_MODEL}, {@code
   *     BROKEN_MODEL} or {@code NO_MODEL_MEMORY}
   */
  TensorModel tensors(ClassLoader loader, String name);

  /**
   * What puts calls of batched methods together on what the models run on; its user closes it
   * before this. Empty where nothing does.
   */
  default Optional<CallMerging> merging() {
    return Optional.empty();
  }

  /**
   * What makes points of texts, opened when it is first asked for; it ends with this. Empty where
   * nothing does.
   *
   * @throws dev.edgewise.core.EdgewiseException with {@code NO_ENGINE}
   */
  default Optional<TextEmbedder> embedder() {
    return Optional.empty();
  }

  /** Ends what runs, unloads everything. */
  @Override
  void close();
}

package dev.edgewise.sdk.local;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import dev.edgewise.core.model.Engines;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.TextEmbedder;
import dev.edgewise.sdk.host.Bodies;
import dev.edgewise.sdk.host.ModelShelf;
import dev.edgewise.sdk.spi.CallMerging;
import dev.edgewise.sdk.spi.ModelHosting;
import dev.edgewise.sdk.spi.ServedModel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The models of this JVM: served, with lanes and batches, when what serves them is on the class
 * path; else those of bodies are loaded as they are. Thread-safe.
 */
final class LocalServing implements Bodies.Models, AutoCloseable {
  /** A model repository beside what the class path has; as for an agent. */
  private static final String FOLDER_VARIABLE = "EDGEWISE_MODELS_FOLDER";

  private final Clock clock;
  private final RandomGenerator random;
  private @Nullable ModelHosting hosting;
  private boolean opened;

  LocalServing(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * A model by name.
   *
   * @throws EdgewiseException with {@code NO_SERVING} or {@code NO_MODEL}
   */
  ServedModel find(String name) {
    ModelHosting served =
        hosting()
            .orElseThrow(
                () ->
                    noServing(
                        name, "nothing that serves models is on the class path", Optional.empty()));
    return served
        .find(loader(), name)
        .orElseThrow(
            () ->
                EdgewiseException.of(
                    ErrorCode.NO_MODEL,
                    "There is no model \""
                        + name
                        + "\" in this JVM: neither on the class path, under"
                        + " META-INF/edgewise/models, nor in the folder that "
                        + FOLDER_VARIABLE
                        + " names. "
                        + NearestNames.hint(
                            name, served.models().stream().map(ServedModel::name).toList())));
  }

  @Override
  public TensorModel load(ClassLoader loader, String name) {
    Optional<ModelHosting> served = hosting();
    return served.isPresent()
        ? served.get().tensors(loader, name)
        : new ModelShelf(Engines.found()).load(loader, name);
  }

  private synchronized Optional<ModelHosting> hosting() {
    if (!opened) {
      hosting = provider().map(provider -> provider.open(setting())).orElse(null);
      opened = true;
    }
    return Optional.ofNullable(hosting);
  }

  private static Optional<ModelHosting.Provider> provider() {
    try {
      return ServiceLoader.load(ModelHosting.Provider.class).findFirst();
    } catch (ServiceConfigurationError e) {
      throw noServing("", "what serves models cannot be loaded: " + e.getMessage(), Optional.of(e));
    }
  }

  /**
   * What puts calls of batched methods together: where models run, if anything serves them; empty
   * when nothing on the class path does either.
   */
  Optional<CallMerging> merging() {
    Optional<CallMerging.Provider> alone = mergingAlone();
    return alone.map(
        provider ->
            new LocalMerging(
                () ->
                    hosting()
                        .flatMap(ModelHosting::merging)
                        .orElseGet(() -> provider.open(clock))));
  }

  /** What makes points of texts, for the cache; empty when nothing here does. */
  Optional<TextEmbedder> embedder() {
    return hosting().flatMap(ModelHosting::embedder);
  }

  private static Optional<CallMerging.Provider> mergingAlone() {
    try {
      return ServiceLoader.load(CallMerging.Provider.class).findFirst();
    } catch (ServiceConfigurationError e) {
      throw noServing("", "what merges calls cannot be loaded: " + e.getMessage(), Optional.of(e));
    }
  }

  private ModelHosting.Setting setting() {
    return new ModelHosting.Setting(
        folder(System.getenv().getOrDefault(FOLDER_VARIABLE, "")),
        loader(),
        Engines.found(),
        Map.of(),
        Optional.empty(),
        clock,
        random);
  }

  private static Optional<Path> folder(String value) {
    try {
      return value.isBlank() ? Optional.empty() : Optional.of(Path.of(value.strip()));
    } catch (InvalidPathException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CONFIGURATION,
          FOLDER_VARIABLE + ": that is no path of a folder: " + e.getMessage(),
          e);
    }
  }

  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? LocalServing.class.getClassLoader() : context;
  }

  private static EdgewiseException noServing(String name, String why, Optional<Throwable> cause) {
    String words =
        (name.isEmpty() ? "A model" : "Model \"" + name + "\"")
            + " is to run in this JVM, and "
            + why
            + ". Add dev.edgewise:edgewise-serving and an engine, for example"
            + " dev.edgewise:edgewise-engine-onnx, which need Java 25 (this is Java "
            + Runtime.version().feature()
            + "); or name nodes that serve it with Edgewise.builder().";
    return cause
        .map(thrown -> EdgewiseException.of(ErrorCode.NO_SERVING, words, thrown))
        .orElseGet(() -> EdgewiseException.of(ErrorCode.NO_SERVING, words));
  }

  @Override
  public synchronized void close() {
    if (hosting != null) {
      try {
        hosting.close();
      } catch (RuntimeException e) {
        System.getLogger(LocalServing.class.getName())
            .log(System.Logger.Level.WARNING, "closing models failed", e);
      }
    }
  }
}

package dev.edgewise.agent.host;

import dev.edgewise.core.model.TensorModel;
import dev.edgewise.sdk.local.ModelShelf;
import dev.edgewise.serving.warmup.Warmed;
import dev.edgewise.serving.warmup.Warmup;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The models of one jar, each loaded and warmed once however many bodies use it. Used while
 * starting only, on one thread.
 */
final class JarModels {
  private static final Logger LOG = System.getLogger(JarModels.class.getName());

  private final ModelShelf shelf;
  private final Warmup warmup;
  private final ServiceJar jar;
  private final BiConsumer<String, AutoCloseable> closeLater;
  private final Map<String, TensorModel> loaded = new LinkedHashMap<>();

  JarModels(
      ModelShelf shelf,
      Warmup warmup,
      ServiceJar jar,
      BiConsumer<String, AutoCloseable> closeLater) {
    this.shelf = shelf;
    this.warmup = warmup;
    this.jar = jar;
    this.closeLater = closeLater;
  }

  TensorModel get(String name) {
    return loaded.computeIfAbsent(name, this::load);
  }

  /** The name of the engine that runs a model. */
  String engine(String name) {
    return shelf.engineOf(jar.loader(), name).orElse("");
  }

  private TensorModel load(String name) {
    TensorModel model = shelf.load(jar.loader(), name);
    closeLater.accept("model " + name + " of " + jar.path(), model);
    Warmed warmed = warmup.warm(model);
    LOG.log(
        Level.INFO,
        "model "
            + name
            + " is warm: "
            + warmed.first().toMillis()
            + " ms at first, "
            + warmed.settled().toMillis()
            + " ms after "
            + warmed.runs()
            + " runs");
    return model;
  }
}

package dev.edgewise.agent.host;

import dev.edgewise.core.model.TensorModel;
import dev.edgewise.sdk.spi.ModelHosting;
import dev.edgewise.sdk.spi.ServedModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The models of one jar, each loaded and warmed once however many bodies use it. Used while
 * starting only, on one thread.
 */
final class JarModels {
  private final ModelHosting hosting;
  private final ServiceJar jar;
  private final BiConsumer<String, AutoCloseable> closeLater;
  private final Map<String, TensorModel> loaded = new LinkedHashMap<>();

  JarModels(ModelHosting hosting, ServiceJar jar, BiConsumer<String, AutoCloseable> closeLater) {
    this.hosting = hosting;
    this.jar = jar;
    this.closeLater = closeLater;
  }

  TensorModel get(String name) {
    return loaded.computeIfAbsent(name, this::load);
  }

  /** The name of the engine that runs a model. */
  String engine(String name) {
    return hosting.find(jar.loader(), name).map(ServedModel::engine).orElse("");
  }

  /** What computes a model's answers, for caches; empty when nobody can tell. */
  String producer(String name) {
    return hosting.find(jar.loader(), name).map(ServedModel::producer).orElse("");
  }

  private TensorModel load(String name) {
    TensorModel model = hosting.tensors(jar.loader(), name);
    closeLater.accept("model " + name + " of " + jar.path(), model);
    return model;
  }
}

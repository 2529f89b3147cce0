package dev.edgewise.samples.fashion;

import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.Engines;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.TextEmbedder;
import dev.edgewise.serving.pipeline.NetworkLoader;
import java.util.List;
import java.util.ServiceLoader;

/** What is found on the class path, as a host finds it. */
final class Shipped {
  private Shipped() {}

  static List<ModelEngine> engines() {
    return Engines.found();
  }

  static NetworkLoader networks() {
    return NetworkLoader.of(engines(), EngineOptions.DEFAULT);
  }

  static TextEmbedder embedder() {
    return ServiceLoader.load(TextEmbedder.Provider.class)
        .findFirst()
        .orElseThrow()
        .open(engines(), EngineOptions.DEFAULT);
  }
}

package dev.edgewise.sdk.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.TensorModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Loads models from where services keep them: {@code META-INF/edgewise/models/<name>.<format>} on
 * the service's class path. Which formats can be read depends on the engines that are present.
 */
public final class ModelShelf implements Bodies.Models {
  private static final String FOLDER = "META-INF/edgewise/models/";

  /** A model in memory twice, as bytes and inside the engine, must fit a small device. */
  private static final int MAX_MODEL_BYTES = 512 * 1024 * 1024;

  private final List<ModelEngine> engines;

  /** A shelf that is read with these engines, tried in this order. */
  public ModelShelf(List<ModelEngine> engines) {
    this.engines = List.copyOf(engines);
  }

  /**
   * Loads a model.
   *
   * @throws EdgewiseException with {@code NO_ENGINE}, {@code NO_MODEL} or {@code BROKEN_MODEL}
   */
  @Override
  public TensorModel load(ClassLoader loader, String name) {
    if (engines.isEmpty()) {
      throw EdgewiseException.of(
          ErrorCode.NO_ENGINE,
          "Model \""
              + name
              + "\" needs an engine, and none is on the class path. Add"
              + " dev.edgewise:edgewise-engine-tflite (it needs Java 25).");
    }
    for (ModelEngine engine : engines) {
      URL url = loader.getResource(FOLDER + name + "." + engine.format());
      if (url != null) {
        return engine.load(name, read(name, url), EngineOptions.DEFAULT);
      }
    }
    String looked =
        engines.stream()
            .map(engine -> FOLDER + name + "." + engine.format())
            .collect(Collectors.joining(" nor "));
    throw EdgewiseException.of(
        ErrorCode.NO_MODEL,
        "Model \""
            + name
            + "\" is not there: neither "
            + looked
            + " is on the service's class path. Put its file there, or mend the name in @Uses.");
  }

  private static ByteBuffer read(String name, URL url) {
    try {
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false);
      try (InputStream in = connection.getInputStream()) {
        byte[] bytes = in.readNBytes(MAX_MODEL_BYTES + 1);
        if (bytes.length > MAX_MODEL_BYTES) {
          throw EdgewiseException.of(
              ErrorCode.BROKEN_MODEL,
              "Model \""
                  + name
                  + "\" is larger than "
                  + MAX_MODEL_BYTES
                  + " bytes, the most that a service's jar may hold.");
        }
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
      }
    } catch (IOException e) {
      throw EdgewiseException.of(
          ErrorCode.BROKEN_MODEL,
          "Model \"" + name + "\" cannot be read from " + url + ": " + e,
          e);
    }
  }
}

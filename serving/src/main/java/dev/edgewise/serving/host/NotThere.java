package dev.edgewise.serving.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.serving.pipeline.NetworkLoader;
import java.util.List;
import java.util.stream.Collectors;

/** Says why a model that a body uses is not there. */
final class NotThere {
  private static final String FOLDER = "META-INF/edgewise/models/";
  private static final List<String> KNOWN = List.of("onnx", "tflite");

  private NotThere() {}

  static EdgewiseException of(ClassLoader loader, String name, List<ModelEngine> engines) {
    List<String> formats = engines.stream().map(ModelEngine::format).distinct().toList();
    for (String format : KNOWN) {
      if (!formats.contains(format) && loader.getResource(FOLDER + name + "." + format) != null) {
        return NetworkLoader.noEngine(name, format, engines);
      }
    }
    if (engines.isEmpty()) {
      return EdgewiseException.of(
          ErrorCode.NO_ENGINE,
          "Model \""
              + name
              + "\" needs an engine, and none is on the class path. Add"
              + " dev.edgewise:edgewise-engine-onnx or -tflite (they need Java 25).");
    }
    return EdgewiseException.of(
        ErrorCode.NO_MODEL,
        "Model \""
            + name
            + "\" is not there: neither "
            + formats.stream()
                .map(format -> FOLDER + name + "." + format)
                .collect(Collectors.joining(" nor "))
            + " is on the service's class path, nor does the node's model repository have it. Put"
            + " its file there, or mend the name in @Uses.");
  }
}

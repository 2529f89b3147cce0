package dev.edgewise.serving.protocol;

import java.util.Map;

/** The models that can be called where the protocol is spoken. Thread-safe. */
@FunctionalInterface
public interface ModelCalls {
  /**
   * The models, by the simple names of their services, each with the method that it has beside
   * {@code Metadata}: {@code Infer}, {@code Generate} or {@code Nearest}.
   */
  Map<String, String> models();
}

package dev.edgewise.serving.protocol;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The models that can be called where the protocol is spoken. Thread-safe. */
@FunctionalInterface
public interface ModelCalls {
  /**
   * The models, by the simple names of their services, each with the method that it has beside
   * {@code Metadata}: {@code Infer}, {@code Generate} or {@code Nearest}.
   */
  Map<String, String> models();

  /**
   * Their states, in order of their names, as far as they are known here: one that nothing is known
   * of is called, and so ready.
   */
  default List<ModelCatalogue.Entry> index() {
    return new TreeSet<>(models().keySet())
        .stream().map(model -> new ModelCatalogue.Entry(model, "", "ready", "")).toList();
  }
}

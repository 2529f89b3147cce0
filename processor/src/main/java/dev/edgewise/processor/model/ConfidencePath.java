package dev.edgewise.processor.model;

import java.util.List;

/**
 * The way from a result to its confidence.
 *
 * @param components names of the records' components, from the result in; not empty
 */
public record ConfidencePath(List<String> components) {
  public ConfidencePath {
    components = List.copyOf(components);
    if (components.isEmpty()) {
      throw new IllegalArgumentException("components: empty (expected: at least one)");
    }
  }

  /** Names of fields in the response message, joined by dots: {@code result.score}. */
  public String inResponse() {
    return "result." + String.join(".", components);
  }
}

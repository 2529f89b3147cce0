package dev.edgewise.agent.config;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.Provider;
import java.util.List;
import java.util.Optional;

/**
 * Which engines run a node's models.
 *
 * @param names of those that are taken before others of their format
 * @param provider what ONNX models compute with; empty for the best that is there
 * @param fallback whether the processor will do where the provider cannot be had
 */
public record EnginesConfig(List<String> names, Optional<Provider> provider, boolean fallback) {
  public EnginesConfig {
    names = List.copyOf(names);
    requireNonNull(provider, "provider");
  }
}

package dev.edgewise.agent.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a node serves models.
 *
 * @param folder a model repository; empty when models come with services only
 * @param values of the serving's own options, as {@code serving.host} reads them
 * @param engines which engines, and what they compute with
 */
public record ModelsConfig(
    Optional<Path> folder, Map<String, String> values, EnginesConfig engines) {
  public ModelsConfig {
    requireNonNull(folder, "folder");
    requireNonNull(engines, "engines");
    values = Map.copyOf(values);
  }
}

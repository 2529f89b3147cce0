package dev.edgewise.serving.repository;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a model's configuration says to warm it with: one call.
 *
 * @param name for people; where none is given, its place among the others
 * @param inputs in no order
 */
public record WarmupSample(String name, List<WarmupInput> inputs) {
  public WarmupSample {
    requireNonNull(name, "name");
    inputs = List.copyOf(inputs);
  }
}

package dev.edgewise.serving.repository;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A model that a repository has.
 *
 * @param name of its folder
 * @param versions that are served, oldest first, at least one
 * @param settings what its own configuration says
 * @param notes for people: what was not understood or left out, a line each
 */
public record FoundModel(
    String name, List<ModelVersion> versions, ModelSettings settings, List<String> notes) {
  public FoundModel {
    requireNonNull(name, "name");
    versions = List.copyOf(versions);
    requireNonNull(settings, "settings");
    notes = List.copyOf(notes);
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("versions: none of " + name + " (expected: at least one)");
    }
  }

  /** The one that callers get who name none. */
  public ModelVersion newest() {
    return versions.getLast();
  }

  /**
   * The version that a caller names.
   *
   * @param number as callers write it; empty for the newest
   */
  public Optional<ModelVersion> version(String number) {
    if (number.isEmpty()) {
      return Optional.of(newest());
    }
    return versions.stream()
        .filter(version -> Integer.toString(version.number()).equals(number))
        .findFirst();
  }
}

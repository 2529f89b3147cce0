package dev.edgewise.serving.repository;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.ElementType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a model's configuration says of one input to warm it with.
 *
 * @param name of the input, as in the model's file
 * @param type of its elements, where it is said; the model's own otherwise
 * @param shape of one item, with or without the batch dimension; empty for the model's own, whose
 *     open sizes are 1 then
 * @param data what its elements are
 */
public record WarmupInput(
    String name, Optional<ElementType> type, Optional<List<Integer>> shape, Data data) {
  public WarmupInput {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    shape = shape.map(List::copyOf);
    requireNonNull(data, "data");
  }

  /** Where elements come from. */
  public sealed interface Data {
    /** All are 0; texts are empty. */
    record Zeros() implements Data {}

    /** Numbers from 0 to below 1, whole ones 0 or 1; texts are empty. */
    record Random() implements Data {}

    /** The elements of one item as the Open Inference Protocol sends them raw: little-endian. */
    record File(Path path) implements Data {}
  }
}

package dev.edgewise.core.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a model says of one of its inputs or outputs.
 *
 * @param name as in the model's file
 * @param type of the elements
 * @param shape size of each dimension, outermost first; −1 where the file leaves it open
 */
public record TensorSpec(String name, ElementType type, List<Integer> shape) {
  public TensorSpec {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    shape = List.copyOf(shape);
  }

  @Override
  public String toString() {
    return name + " " + type + shape;
  }
}

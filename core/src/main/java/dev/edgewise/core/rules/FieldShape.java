package dev.edgewise.core.rules;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A field of a message that rules may read.
 *
 * @param path names of fields joined by dots, from the message down
 * @param numbers their numbers on the wire
 * @param type how it is encoded
 */
public record FieldShape(String path, List<Integer> numbers, FieldType type) {
  /** A field lies at most so deep. */
  public static final int MAX_DEPTH = 4;

  public FieldShape {
    requireNonNull(path, "path");
    numbers = List.copyOf(numbers);
    requireNonNull(type, "type");
    if (numbers.isEmpty() || numbers.size() > MAX_DEPTH) {
      throw new IllegalArgumentException(
          path + ": " + numbers.size() + " levels (expected: 1 to 4)");
    }
  }
}

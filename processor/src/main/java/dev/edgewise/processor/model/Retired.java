package dev.edgewise.processor.model;

import java.util.List;

/**
 * What must never be used again in a message or an enum.
 *
 * @param numbers ascending
 * @param names sorted
 */
public record Retired(List<Integer> numbers, List<String> names) {
  /** Nothing is retired. */
  public static final Retired NONE = new Retired(List.of(), List.of());

  public Retired {
    numbers = numbers.stream().distinct().sorted().toList();
    names = names.stream().distinct().sorted().toList();
  }
}

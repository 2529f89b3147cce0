package dev.edgewise.lab.cache;

import java.util.List;

/**
 * Questions that differ in what fills their slots only.
 *
 * @param name of it
 * @param slots what can differ
 * @param ways to ask; all mean the same
 */
record Family(String name, List<Slot> slots, List<String> ways) {
  Family {
    slots = List.copyOf(slots);
    ways = List.copyOf(ways);
  }

  /**
   * What can differ.
   *
   * @param name as in braces
   * @param kind of a trap that differs in it
   * @param source of the values: slots with the same never have the same value at once
   * @param values each with its forms, which mean the same
   */
  record Slot(String name, Kind kind, String source, List<List<String>> values) {
    Slot {
      values = values.stream().map(List::copyOf).toList();
    }
  }
}

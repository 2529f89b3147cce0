package dev.edgewise.lab.call;

import java.util.ArrayList;
import java.util.List;

/**
 * What is measured side by side.
 *
 * @param callers that call at the same time, each again when it has its answer
 */
record Cell(Payload payload, int callers) {
  private static final List<Integer> CALLERS = List.of(1, 64);

  static List<Cell> all() {
    List<Cell> all = new ArrayList<>();
    for (Payload payload : Payload.values()) {
      CALLERS.forEach(callers -> all.add(new Cell(payload, callers)));
    }
    return all;
  }

  /** For people. */
  @Override
  public String toString() {
    return payload.words() + ", " + callers + (callers == 1 ? " caller" : " callers");
  }
}

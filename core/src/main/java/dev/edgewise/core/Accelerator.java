package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

/**
 * What computes faster than the processor of a node. Checks itself: whatever breaks a limit is an
 * {@link IllegalArgumentException} that names the field.
 *
 * @param kind {@code gpu}, {@code npu} or {@code tpu}; 1 to 64 characters
 * @param model as its driver names it, at most 200 characters; may be empty
 * @param memoryBytes its own, ≥ 0; 0 while unknown
 * @param declared whether the node's operator says so; what was not declared was found
 */
public record Accelerator(String kind, String model, long memoryBytes, boolean declared) {
  /** The most that a node has. */
  public static final int MOST = 64;

  private static final int LONGEST_KIND = 64;
  private static final int LONGEST_MODEL = 200;

  public Accelerator {
    check("kind", kind, 1, LONGEST_KIND);
    check("model", model, 0, LONGEST_MODEL);
    if (memoryBytes < 0) {
      throw new IllegalArgumentException(
          "accelerators.memory_bytes: " + memoryBytes + " (expected: not negative)");
    }
  }

  /** One that was found. */
  public Accelerator(String kind, String model, long memoryBytes) {
    this(kind, model, memoryBytes, false);
  }

  /**
   * One that an operator declares: kind, or kind and model, and its memory where that counts; for
   * example {@code gpu}, {@code tpu-v4}, {@code gpu-t4=16GB}.
   *
   * @throws IllegalArgumentException when the text is nothing of the kind
   */
  public static Accelerator declared(String text) {
    int equals = text.indexOf('=');
    Needs name = Needs.accelerator(equals < 0 ? text : text.substring(0, equals));
    long memory = equals < 0 ? 0 : Quantities.bytes(text.substring(equals + 1));
    int dash = name.accelerator().indexOf('-');
    return dash < 0
        ? new Accelerator(name.accelerator(), "", memory, true)
        : new Accelerator(
            name.accelerator().substring(0, dash),
            name.accelerator().substring(dash + 1),
            memory,
            true);
  }

  private static void check(String field, String text, int least, int most) {
    requireNonNull(text, field);
    if (text.length() < least || text.length() > most) {
      throw new IllegalArgumentException(
          "accelerators."
              + field
              + ": "
              + text.length()
              + " characters (expected: "
              + least
              + " to "
              + most
              + ")");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "accelerators." + field + ": a control character (expected: printable characters only)");
    }
  }

  /** As people read it, for example {@code gpu NVIDIA T4, 16.0 GB}. */
  public String words() {
    return kind
        + (model.isEmpty() ? "" : " " + model)
        + (memoryBytes == 0 ? "" : ", " + Needs.gigabytes(memoryBytes))
        + (declared ? " (declared)" : "");
  }
}

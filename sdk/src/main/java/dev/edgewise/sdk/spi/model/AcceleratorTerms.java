package dev.edgewise.sdk.spi.model;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Needs;

/**
 * What a model shall run on. The router keeps to it; a serving node only keeps the calls of those
 * who asked for different ones apart.
 *
 * @param name by kind, or by kind and model, as {@link Needs} has it: {@code gpu}, {@code tpu-v4}
 * @param required whether calls are refused where it is not; otherwise it is a wish
 */
public record AcceleratorTerms(String name, boolean required) {
  public AcceleratorTerms {
    requireNonNull(name, "name");
    try {
      Needs unused = Needs.accelerator(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "name: "
              + name.length()
              + " chars (expected: an accelerator's kind, or kind and model, in lower case)",
          e);
    }
  }
}

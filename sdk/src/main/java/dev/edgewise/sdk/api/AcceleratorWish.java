package dev.edgewise.sdk.api;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Needs;
import dev.edgewise.core.Quantities;
import dev.edgewise.sdk.spi.model.AcceleratorTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a model shall run on, and whether it must. Not thread-safe. */
final class AcceleratorWish {
  private Optional<Needs> name = Optional.empty();
  private boolean optional;

  void named(String accelerator) {
    name = Optional.of(needs("accelerator(\"" + accelerator + "\")", accelerator, "0"));
  }

  void optional() {
    optional = true;
  }

  /** What is said so far, for good. */
  AcceleratorWish copy() {
    AcceleratorWish copy = new AcceleratorWish();
    copy.name = name;
    copy.optional = optional;
    return copy;
  }

  /** What each call asks for. */
  CallOptions applyTo(CallOptions options) {
    if (name.isEmpty()) {
      return options;
    }
    return optional ? options.withWish(name.get()) : options.withNeeds(name.get());
  }

  /** As a part of the serving profile: who asks for different ones shares no lane. */
  Optional<AcceleratorTerms> terms() {
    return name.map(needs -> new AcceleratorTerms(needs.accelerator(), !optional));
  }

  Optional<String> words() {
    return name.map(needs -> "on " + needs.words() + (optional ? " or the best there is" : ""));
  }

  /**
   * Reads what an application asks for.
   *
   * @param call the method that was called with it, for the message
   * @throws EdgewiseException with {@code BAD_CLIENT}
   */
  static Needs needs(String call, String accelerator, String memory) {
    try {
      return new Needs(accelerator.strip(), Quantities.bytes(memory.strip()));
    } catch (IllegalArgumentException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CLIENT,
          call
              + ": that is no accelerator. Write its kind, or kind and model, in lower case,"
              + " \"gpu\" or \"tpu-v4\", and a memory as \"4GB\".",
          e);
    }
  }

  /**
   * Reads what an application declares.
   *
   * @param origin where it stands, for the message
   * @throws EdgewiseException with {@code BAD_CLIENT}
   */
  static List<Accelerator> declared(String origin, List<String> texts) {
    List<Accelerator> declared = new ArrayList<>();
    for (String text : texts) {
      try {
        declared.add(Accelerator.declared(text.strip()));
      } catch (IllegalArgumentException e) {
        throw EdgewiseException.of(
            ErrorCode.BAD_CLIENT,
            origin
                + ": \""
                + text
                + "\" declares no accelerator. Write its kind, or kind and model, in lower case,"
                + " and its memory where that counts: gpu, tpu-v4, gpu-t4=16GB.",
            e);
      }
    }
    return declared;
  }
}

package dev.edgewise.sdk.api;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a model shall run on, and whether it must. Not thread-safe. */
final class AcceleratorWish {
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9.]+)*");
  private static final int LONGEST = 63;

  private Optional<String> name = Optional.empty();
  private boolean optional;

  void named(String accelerator) {
    String word = accelerator.strip();
    if (word.length() > LONGEST || !WORD.matcher(word).matches()) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CLIENT,
          "accelerator(\""
              + accelerator
              + "\"): that is no accelerator. Write its kind, or kind and model, in lower case:"
              + " \"gpu\", \"tpu-v4\".");
    }
    name = Optional.of(word);
  }

  void optional() {
    optional = true;
  }

  /**
   * Refuses what cannot be kept: nodes do not tell callers yet what accelerators they have, so that
   * a call cannot be held to one.
   */
  void check() {
    if (name.isPresent() && !optional) {
      throw EdgewiseException.of(
          ErrorCode.NO_ACCELERATOR,
          "accelerator(\""
              + name.get()
              + "\"): in this version nodes do not tell callers which accelerators they have, so no"
              + " call can be held to one. Add orBestAvailable(), and name nodes that have it with"
              + " Edgewise.builder().");
    }
  }

  Optional<String> words() {
    return name.map(word -> "on " + word + (optional ? " or the best there is" : ""));
  }
}

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

  /** What the router has to be told. */
  CallOptions options() {
    return CallOptions.none();
  }

  Optional<String> words() {
    return name.map(word -> "on " + word + (optional ? " or the best there is" : ""));
  }
}

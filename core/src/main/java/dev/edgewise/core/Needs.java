package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An accelerator that is asked for. Whether a call must have it or would rather have it stands with
 * the call: {@link Invocation#needs} and {@link Invocation#wish}.
 *
 * @param accelerator its kind, or kind and model, in lower case: {@code gpu}, {@code tpu-v4}; at
 *     most 63 characters
 * @param memoryBytes that the accelerator has at least, ≥ 0; an accelerator whose memory is not
 *     known satisfies 0 only
 */
public record Needs(String accelerator, long memoryBytes) {
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9.]+)*");
  private static final int LONGEST = 63;

  public Needs {
    requireNonNull(accelerator, "accelerator");
    if (accelerator.length() > LONGEST || !WORD.matcher(accelerator).matches()) {
      throw new IllegalArgumentException(
          "accelerator: "
              + (accelerator.length() > LONGEST ? "too long" : accelerator)
              + " (expected: its kind, or kind and model, in lower case, as gpu or tpu-v4)");
    }
    if (memoryBytes < 0) {
      throw new IllegalArgumentException(
          "memoryBytes: " + memoryBytes + " (expected: not negative)");
    }
  }

  /** Any accelerator of that kind, or kind and model. */
  public static Needs accelerator(String accelerator) {
    return new Needs(accelerator, 0);
  }

  /**
   * Whether one of these will do. {@code tpu-v4} is of kind tpu and has v4 in its model's name;
   * upper and lower case count alike, and so does whatever stands between the words of a name. A
   * number in it is a whole one: v4 is not v40.
   */
  public boolean metBy(List<Accelerator> accelerators) {
    for (Accelerator one : accelerators) {
      if (named(one) && one.memoryBytes() >= memoryBytes) {
        return true;
      }
    }
    return false;
  }

  private boolean named(Accelerator one) {
    int dash = accelerator.indexOf('-');
    String kind = dash < 0 ? accelerator : accelerator.substring(0, dash);
    if (!kind.equals(one.kind().toLowerCase(Locale.ROOT))) {
      return false;
    }
    return dash < 0 || contains(dashed(one.model()), accelerator.substring(dash + 1));
  }

  /** Whether the name has the word, and not as the beginning of a longer number: v4 is not v40. */
  private static boolean contains(String name, String word) {
    for (int at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1)) {
      int end = at + word.length();
      boolean longer =
          end < name.length()
              && Character.isDigit(name.charAt(end))
              && Character.isDigit(name.charAt(end - 1));
      if (!longer) {
        return true;
      }
    }
    return false;
  }

  private static String dashed(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
  }

  /** As people read it, for example {@code gpu with 4.0 GB}. */
  public String words() {
    return accelerator + (memoryBytes == 0 ? "" : " with " + gigabytes(memoryBytes));
  }

  /** What a node has, in words. */
  public static String words(List<Accelerator> accelerators) {
    return accelerators.isEmpty()
        ? "none"
        : accelerators.stream().map(Accelerator::words).collect(Collectors.joining("; "));
  }

  static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}

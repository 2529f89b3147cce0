package dev.edgewise.agent.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Names;
import dev.edgewise.core.training.Progress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One line that a script has written. A line that begins with {@code @edgewise} says how far it is:
 *
 * <pre>
 * &#64;edgewise step=120 loss=0.43 samples_per_second=88
 * &#64;edgewise checkpoint=step120.pt step=120
 * </pre>
 *
 * <p>Words that this version does not know are passed over; whatever cannot be read is text like
 * any other. Pure.
 */
sealed interface StdoutLine {
  /** How far it is. */
  record Said(Progress progress) implements StdoutLine {
    public Said {
      requireNonNull(progress, "progress");
    }
  }

  /** A file in the folder of checkpoints is complete. */
  record Checkpointed(long step, String file) implements StdoutLine {
    public Checkpointed {
      requireNonNull(file, "file");
    }
  }

  /** Something for people. */
  record Text(String text) implements StdoutLine {
    public Text {
      requireNonNull(text, "text");
    }
  }

  /** The word at the beginning of a line that is meant for us. */
  String MARK = "@edgewise ";

  /** Reads a line; never fails. */
  static StdoutLine parse(String line) {
    if (!line.startsWith(MARK)) {
      return new Text(line);
    }
    Map<String, String> words = new HashMap<>();
    for (String word : line.substring(MARK.length()).strip().split("\\s+", 32)) {
      int at = word.indexOf('=');
      if (at > 0) {
        words.put(word.substring(0, at), word.substring(at + 1));
      }
    }
    Optional<Long> step = step(words.get("step"));
    if (step.isEmpty()) {
      return new Text(line);
    }
    String file = words.getOrDefault("checkpoint", "");
    if (!file.isEmpty()) {
      return Names.isValid(file) ? new Checkpointed(step.get(), file) : new Text(line);
    }
    OptionalDouble speed = number(words.get("samples_per_second"));
    return new Said(
        new Progress(
            step.get(),
            number(words.get("loss")),
            Math.max(0, speed.isPresent() ? speed.getAsDouble() : 0)));
  }

  private static Optional<Long> step(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > 18) {
      return Optional.empty();
    }
    return text.chars().allMatch(each -> each >= '0' && each <= '9')
        ? Optional.of(Long.parseLong(text))
        : Optional.empty();
  }

  /** Empty too for what is not finite. */
  private static OptionalDouble number(@Nullable String text) {
    if (text == null || text.length() > 40) {
      return OptionalDouble.empty();
    }
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}

package dev.edgewise.serving.protocol;

import dev.edgewise.core.EdgewiseException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a request or of one of its tensors: those that mean something here. Values are
 * {@link Boolean}, {@link Long}, {@link Double} or {@link String}.
 */
final class Parameters {
  static final Parameters NONE = new Parameters(Map.of());

  /** A caller names few; who sends more wants something else. */
  static final int MOST = 64;

  private static final int LOWEST_PRIORITY = 1_000;
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
  private static final long NANOS_PER_MICRO = 1_000;

  private final Map<String, Object> values;

  Parameters(Map<String, Object> values) {
    this.values = Map.copyOf(values);
    if (values.containsKey("shared_memory_region")) {
      throw Refusals.bad(
          "shared_memory_region: this server shares no memory with its callers; send the tensor");
    }
  }

  boolean flag(String name) {
    return switch (values.get(name)) {
      case null -> false;
      case Boolean flag -> flag;
      default -> throw wrong(name, "true or false");
    };
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** A whole number from {@code least} to {@code most}; {@code absent} when there is none. */
  long number(String name, long least, long most, long absent) {
    Object value = values.get(name);
    if (value == null) {
      return absent;
    }
    if (value instanceof Long number && number >= least && number <= most) {
      return number;
    }
    throw wrong(name, "a whole number from " + least + " to " + most);
  }

  int priority() {
    return (int) number("priority", 0, LOWEST_PRIORITY, 0);
  }

  Optional<Duration> timeout() {
    long most = LONGEST_TIMEOUT.toNanos() / NANOS_PER_MICRO;
    long micros = number("timeout", 0, most, 0);
    return micros == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(micros * NANOS_PER_MICRO));
  }

  int classes() {
    return (int) number("classification", 0, Inference.MOST_CLASSES, 0);
  }

  private static EdgewiseException wrong(String name, String expected) {
    return Refusals.bad("parameter '" + name + "' (expected: " + expected + ")");
  }
}

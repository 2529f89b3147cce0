package dev.edgewise.daemon.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One key of the configuration.
 *
 * @param name as the file has it, in camel case
 * @param kind what its values look like
 * @param fallback its default, which may depend on keys that stand before it; empty for a key that
 *     must be given
 * @param fallbackText the default in words
 * @param meaning for {@code --help}
 * @param <T> what its value becomes
 */
public record Key<T>(
    String name,
    Kind<T> kind,
    Optional<Function<Values, List<String>>> fallback,
    String fallbackText,
    String meaning) {
  public Key {
    requireNonNull(name, "name");
    requireNonNull(kind, "kind");
    requireNonNull(fallback, "fallback");
    requireNonNull(fallbackText, "fallbackText");
    requireNonNull(meaning, "meaning");
  }

  /** A key that must be given. */
  public static <T> Key<T> required(String name, Kind<T> kind, String meaning) {
    return new Key<>(name, kind, Optional.empty(), "must be given", meaning);
  }

  /** A key with a default, which is written as a user would write it. */
  public static <T> Key<T> of(String name, Kind<T> kind, String fallback, String meaning) {
    return new Key<>(name, kind, Optional.of(values -> List.of(fallback)), fallback, meaning);
  }

  /** A key that may be absent; {@link Values#find} is empty then. */
  public static <T> Key<T> optional(String name, Kind<T> kind, String meaning) {
    return new Key<>(name, kind, Optional.of(values -> List.of()), "none", meaning);
  }

  /**
   * A key whose default depends on others.
   *
   * @param fallback may ask for keys that stand before this one
   * @param fallbackText the rule in words
   */
  public static <T> Key<T> derived(
      String name,
      Kind<T> kind,
      Function<Values, String> fallback,
      String fallbackText,
      String meaning) {
    return new Key<>(
        name, kind, Optional.of(values -> List.of(fallback.apply(values))), fallbackText, meaning);
  }

  /** The name on the command line: {@code grpcPort} is {@code --grpc-port}. */
  public String option() {
    return "--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** The name in the environment: {@code grpcPort} is {@code EDGEWISE_GRPC_PORT}. */
  public String variable() {
    return "EDGEWISE_" + name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }
}

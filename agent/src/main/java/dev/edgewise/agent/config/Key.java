package dev.edgewise.agent.config;

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
record Key<T>(
    String name,
    Kind<T> kind,
    Optional<Function<Values, List<String>>> fallback,
    String fallbackText,
    String meaning) {

  static <T> Key<T> required(String name, Kind<T> kind, String meaning) {
    return new Key<>(name, kind, Optional.empty(), "must be given", meaning);
  }

  static <T> Key<T> of(String name, Kind<T> kind, String fallback, String meaning) {
    return new Key<>(name, kind, Optional.of(values -> List.of(fallback)), fallback, meaning);
  }

  static <T> Key<T> optional(String name, Kind<T> kind, String meaning) {
    return new Key<>(name, kind, Optional.of(values -> List.of()), "none", meaning);
  }

  static <T> Key<T> derived(
      String name,
      Kind<T> kind,
      Function<Values, String> fallback,
      String fallbackText,
      String meaning) {
    return new Key<>(
        name, kind, Optional.of(values -> List.of(fallback.apply(values))), fallbackText, meaning);
  }

  /** The name on the command line: {@code grpcPort} is {@code --grpc-port}. */
  String option() {
    return "--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** The name in the environment: {@code grpcPort} is {@code EDGEWISE_GRPC_PORT}. */
  String variable() {
    return "EDGEWISE_" + name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }
}

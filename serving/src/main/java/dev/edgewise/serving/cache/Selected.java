package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.serving.cache.store.Key;
import java.util.Optional;

/**
 * Entries that an operator means: those that fit all that is said.
 *
 * @param key of one entry
 * @param tenant whose they are
 * @param method full name, {@code service/method}
 */
public record Selected(Optional<Key> key, Optional<String> tenant, Optional<String> method) {
  /** Everything. */
  public static final Selected ALL =
      new Selected(Optional.empty(), Optional.empty(), Optional.empty());

  public Selected {
    requireNonNull(key, "key");
    requireNonNull(tenant, "tenant");
    requireNonNull(method, "method");
  }

  boolean fits(Key one, Scope scope) {
    return key.map(one::equals).orElse(true)
        && tenant.map(scope.tenant()::equals).orElse(true)
        && method.map(scope.method()::equals).orElse(true);
  }
}

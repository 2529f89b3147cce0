package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.CacheControl;
import dev.edgewise.core.CacheRule;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.serving.cache.store.Entry;
import dev.edgewise.serving.cache.store.Key;
import java.time.Duration;
import java.time.Instant;

/**
 * What one call asks of the cache.
 *
 * @param key of its own answer
 */
record Asked(Scope scope, CacheRule rule, CacheControl control, Message request, Key key) {
  Asked {
    requireNonNull(scope, "scope");
    requireNonNull(rule, "rule");
    requireNonNull(control, "control");
    requireNonNull(request, "request");
    requireNonNull(key, "key");
  }

  /** What calls have in common that may be answered with the same, kept or not. */
  record Together(Key key, CacheControl control) {}

  Together together() {
    return new Together(key, control);
  }

  /** What calls have in common that may share a run: one that wants no kept answer gets none. */
  record Alike(Key key, boolean noCache) {}

  Alike alike() {
    return new Alike(key, control.noCache());
  }

  /** Whether a kept answer is young enough for this caller and for the rule of now. */
  boolean takes(Entry entry, Instant now) {
    Duration age = age(entry, now);
    return now.isBefore(entry.expires())
        && age.compareTo(rule.timeToLive()) < 0
        && control.maxAge().map(most -> age.compareTo(most) <= 0).orElse(true);
  }

  /** Never negative: the clocks of nodes that share a tier may differ. */
  static Duration age(Entry entry, Instant now) {
    Duration age = Duration.between(entry.created(), now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}

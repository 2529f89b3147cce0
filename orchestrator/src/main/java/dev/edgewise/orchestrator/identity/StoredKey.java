package dev.edgewise.orchestrator.identity;

import static java.util.Objects.requireNonNull;

/**
 * A key as it is kept.
 *
 * @param key what is known of it
 * @param digest that of the key itself
 */
public record StoredKey(ApiKey key, Digest digest) {
  public StoredKey {
    requireNonNull(key, "key");
    requireNonNull(digest, "digest");
  }
}

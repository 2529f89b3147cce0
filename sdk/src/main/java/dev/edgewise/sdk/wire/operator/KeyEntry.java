package dev.edgewise.sdk.wire.operator;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an orchestrator tells of an API key, which is everything but the key.
 *
 * @param name by which operators speak of it
 * @param tenant whose calls are made with it; empty for a key of an operator
 * @param services that may be called with it: full names, {@code package.*}, or {@code *} for all
 * @param operator whether it opens the page, and makes no calls
 * @param made when it was made
 * @param ends from then on it is refused
 * @param used when it was used last, to the hour; empty when it never was
 * @param ended whether it has ended, by the orchestrator's clock
 */
public record KeyEntry(
    String name,
    Optional<String> tenant,
    List<String> services,
    boolean operator,
    Instant made,
    Instant ends,
    Optional<Instant> used,
    boolean ended) {
  public KeyEntry {
    requireNonNull(name, "name");
    requireNonNull(tenant, "tenant");
    services = List.copyOf(services);
    requireNonNull(made, "made");
    requireNonNull(ends, "ends");
    requireNonNull(used, "used");
  }

  /**
   * A key that was just made.
   *
   * @param key what is known of it
   * @param secret the key itself, which nobody is told again
   */
  public record Added(KeyEntry key, String secret) {
    public Added {
      requireNonNull(key, "key");
      requireNonNull(secret, "secret");
    }

    /** Without the key: this may end in a log. */
    @Override
    public String toString() {
      return "key " + key.name();
    }
  }
}

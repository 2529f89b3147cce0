package dev.edgewise.integrations.redis;

import dev.edgewise.serving.cache.store.Tier;
import dev.edgewise.serving.cache.store.TierProvider;

/** Opens a shared tier at {@code redis://host:port/database}; options as {@link RedisOptions}. */
public final class RedisProvider implements TierProvider {
  /** For {@link java.util.ServiceLoader}. */
  public RedisProvider() {}

  @Override
  public boolean opens(String kind, String place) {
    return kind.equals(SHARED) && RedisAddress.isOne(place);
  }

  @Override
  public Tier open(Opening opening) {
    return new RedisTier(
        RedisAddress.of(opening.place()),
        RedisOptions.of(opening.options(), System.getenv()),
        opening.clock());
  }
}

package dev.edgewise.integrations.redis;

import dev.edgewise.serving.cache.store.Tier;
import dev.edgewise.serving.cache.store.TierProvider;
import java.util.HashMap;
import java.util.Map;

/**
 * Opens a shared tier at {@code redis://host:port/database}. Options are those of {@link
 * RedisOptions}; they may also stand behind the address, as {@code
 * ?callTimeout=20ms&passwordFile=/run/secrets/redis}.
 */
public final class RedisProvider implements TierProvider {
  /** For {@link java.util.ServiceLoader}. */
  public RedisProvider() {}

  @Override
  public boolean opens(String kind, String place) {
    return kind.equals(SHARED) && RedisAddress.isOne(place);
  }

  @Override
  public Tier open(Opening opening) {
    String place = opening.place();
    int mark = place.indexOf('?');
    Map<String, String> options = new HashMap<>();
    if (mark >= 0) {
      for (String option : place.substring(mark + 1).split("&", -1)) {
        String[] parts = option.split("=", 2);
        options.put(parts[0], parts.length == 2 ? parts[1] : "");
      }
    }
    options.putAll(opening.options());
    return new RedisTier(
        RedisAddress.of(mark < 0 ? place : place.substring(0, mark)),
        RedisOptions.of(options, System.getenv()),
        opening.clock());
  }
}

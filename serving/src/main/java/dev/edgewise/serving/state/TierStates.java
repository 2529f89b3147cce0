package dev.edgewise.serving.state;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.serving.cache.store.Entry;
import dev.edgewise.serving.cache.store.Key;
import dev.edgewise.serving.cache.store.Tier;
import dev.edgewise.serving.cache.store.TierProvider;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** States in a tier of the cache that nodes share, apart from its answers. */
public final class TierStates implements SharedStates {
  /** Names of what is kept begin so. */
  static final String PREFIX = "edgewise-state";

  /** The longest that a stream may have, and a little more. */
  private static final Duration KEPT = Duration.ofMinutes(70);

  private final Tier tier;
  private final Clock clock;

  TierStates(Tier tier, Clock clock) {
    this.tier = requireNonNull(tier, "tier");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * States at that address.
   *
   * @param random thread-safe
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_CONFIGURATION}, or {@code
   *     NO_INTEGRATION} when nothing on the class path knows such addresses
   */
  public static TierStates at(String address, Clock clock, RandomGenerator random) {
    return new TierStates(
        TierProvider.find(
            TierProvider.SHARED,
            new TierProvider.Opening(address, 0, Map.of("prefix", PREFIX), clock, random)),
        clock);
  }

  @Override
  public void put(String key, ByteBuffer state) {
    Instant now = clock.now();
    tier.put(
        key(key), new Entry(state, ByteBuffer.allocate(0), now, now.plus(KEPT), Duration.ZERO));
  }

  @Override
  public Optional<ByteBuffer> get(String key) {
    return tier.get(key(key)).map(Entry::value);
  }

  private static Key key(String hex) {
    return Key.of(HexFormat.of().parseHex(hex));
  }

  @Override
  public void close() {
    tier.close();
  }
}

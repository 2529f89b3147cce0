package dev.edgewise.lab;

import dev.edgewise.core.Clock;
import dev.edgewise.serving.cache.store.Entry;
import dev.edgewise.serving.cache.store.Key;
import dev.edgewise.serving.cache.store.Tier;
import dev.edgewise.serving.cache.store.TierProvider;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A process that will be killed: reads everything that is in a disk tier and says how much of it is
 * wrong, then writes until the end. All of a value follows from its key and from the seed in its
 * first eight bytes, its length too, so that whatever is torn shows.
 */
final class KilledCache {
  /** Number of keys. */
  static final int KEYS = 2_000;

  static final long CAPACITY = 32L << 20;

  private static final int WRITERS = 3;

  private KilledCache() {}

  /** The folder, and the seed of what it writes. */
  public static void main(String[] arguments) throws InterruptedException {
    Random random = new Random(Long.parseLong(arguments[1]));
    Clock clock = Clock.system();
    long begun = System.nanoTime();
    Tier tier =
        TierProvider.find(
            TierProvider.DISK,
            new TierProvider.Opening(arguments[0], CAPACITY, Map.of(), clock, random));
    long opened = System.nanoTime();
    int found = 0;
    int wrong = 0;
    for (int number = 0; number < KEYS; number++) {
      Optional<Entry> entry = tier.get(key(number));
      found += entry.isPresent() ? 1 : 0;
      wrong += entry.isPresent() && !isRight(number, entry.get()) ? 1 : 0;
    }
    System.out.println(
        "found=%d wrong=%d faults=%d openMillis=%d"
            .formatted(found, wrong, tier.state().faults(), (opened - begun) / 1_000_000));
    for (int i = 0; i < WRITERS; i++) {
      Random mine = new Random(random.nextLong());
      Thread.ofPlatform().start(() -> write(tier, mine, clock));
    }
    Thread.currentThread().join();
  }

  private static void write(Tier tier, Random random, Clock clock) {
    while (true) {
      int number = random.nextInt(KEYS);
      if (random.nextInt(50) == 0) {
        tier.remove(key(number));
      } else {
        tier.put(key(number), entry(number, random.nextLong(), clock.now()));
      }
    }
  }

  static Key key(int number) {
    try {
      return Key.of(
          MessageDigest.getInstance("SHA-256")
              .digest(ByteBuffer.allocate(4).putInt(number).array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Entry entry(int number, long seed, Instant now) {
    return new Entry(
        ByteBuffer.wrap(value(number, seed)),
        ByteBuffer.allocate(4).putInt(0, number),
        now,
        now.plus(Duration.ofHours(1)),
        Duration.ofMillis(1 + Math.floorMod(seed, 100)));
  }

  static byte[] value(int number, long seed) {
    Random random = new Random(seed * 31 + number);
    int size = 8 + random.nextInt(random.nextInt(30) == 0 ? 1_000_000 : 40_000);
    byte[] value = new byte[size];
    random.nextBytes(value);
    ByteBuffer.wrap(value).putLong(0, seed);
    return value;
  }

  static boolean isRight(int number, Entry entry) {
    ByteBuffer value = entry.value();
    return value.remaining() >= 8
        && ByteBuffer.wrap(value(number, value.getLong(0))).equals(value)
        && entry.about().getInt(0) == number;
  }
}

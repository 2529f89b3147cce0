package dev.edgewise.integrations.redis;

import dev.edgewise.serving.cache.store.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.ZRangeParams;

/**
 * Which keys all nodes together ask for most, as a sorted set on the server: what a node that is
 * new in a zone begins with. Each node counts its uses and adds them now and then. Uses of today
 * weigh twice those of a week ago: not by lowering old scores, which would touch all of them, but
 * by giving new ones more (forward decay: Cormode, Shkapenyuk, Srivastava, Xu, ICDE 2009).
 * Thread-safe.
 */
final class HotList {
  static final int MOST_KEYS = 10_000;

  private static final int MOST_COUNTED = 1_024;
  private static final Instant LANDMARK = Instant.parse("2026-01-01T00:00:00Z");
  private static final double HALF_LIFE_SECONDS = Duration.ofDays(7).toSeconds();
  private static final long FORGOTTEN_SECONDS = Duration.ofDays(30).toSeconds();

  private final byte[] place;
  private final Map<Key, Integer> uses = new ConcurrentHashMap<>();

  /**
   * Nothing is counted yet.
   *
   * @param place of the set on the server
   */
  HotList(byte[] place) {
    this.place = place;
  }

  /**
   * A node was asked for it; beyond some thousand keys uses are not counted until they are added.
   */
  void use(Key key) {
    if (uses.size() < MOST_COUNTED || uses.containsKey(key)) {
      uses.merge(key, 1, Integer::sum);
    }
  }

  /** Whether there is anything to add. */
  boolean hasUses() {
    return !uses.isEmpty();
  }

  /** Adds what was counted. */
  boolean add(RedisClient server, Instant now) {
    double weight = weight(now);
    Map<Key, Integer> counted = new HashMap<>();
    for (Key key : List.copyOf(uses.keySet())) {
      Integer times = uses.remove(key);
      if (times != null) {
        counted.put(key, times);
      }
    }
    try (Pipeline pipeline = server.pipelined()) {
      counted.forEach((key, times) -> pipeline.zincrby(place, weight * times, key.bytes()));
      pipeline.zremrangeByRank(place, 0, -MOST_KEYS - 1L);
      pipeline.expire(place, FORGOTTEN_SECONDS);
      pipeline.sync();
    }
    return true;
  }

  /** Grows beyond what a double holds in the year 2045. */
  static double weight(Instant now) {
    double seconds = Math.max(0, Duration.between(LANDMARK, now).toSeconds());
    return Math.pow(2, seconds / HALF_LIFE_SECONDS);
  }

  /** Those asked for most, first. */
  List<Key> hottest(RedisClient server, int most) {
    return server.zrange(place, new ZRangeParams(0, most - 1).rev()).stream()
        .filter(member -> member.length == Key.SIZE)
        .map(Key::of)
        .toList();
  }

  /** Forgets one. */
  void remove(Pipeline pipeline, Key key) {
    uses.remove(key);
    pipeline.zrem(place, key.bytes());
  }
}

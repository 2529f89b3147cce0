package dev.edgewise.integrations.redis;

import dev.edgewise.core.Clock;
import dev.edgewise.serving.cache.store.Entry;
import dev.edgewise.serving.cache.store.Key;
import dev.edgewise.serving.cache.store.SealedEntry;
import dev.edgewise.serving.cache.store.Tier;
import dev.edgewise.serving.cache.store.TierProvider;
import dev.edgewise.serving.cache.store.TierState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * The shared tier: one Redis or Valkey server for several nodes. Entries are sealed, so that what
 * others wrote under our keys is a miss and not an answer; they expire there by the server's clock
 * and here by ours. How much it holds and who goes is the server's own affair ({@code maxmemory},
 * {@code allkeys-lfu}). Each call takes at most the time-outs of its {@link RedisOptions}; after a
 * few faults in a row none is made for a second. What was to be removed meanwhile is not served by
 * this node, and removed when the server is back. Thread-safe.
 */
final class RedisTier implements Tier {
  private static final Logger LOG = System.getLogger(RedisTier.class.getName());
  private static final int LARGEST_VALUE = 16 << 20;
  private static final int FAULTS = 3;
  private static final int MOST_OWED = 10_000;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final RedisAddress address;
  private final RedisClient client;
  private final Clock clock;
  private final Breaker breaker;
  private final byte[] prefix;
  private final HotList hot;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder faults = new LongAdder();
  private final AtomicBoolean told = new AtomicBoolean();
  // What was to be removed while nobody answered: not served until it is.
  private final Set<Key> owed = ConcurrentHashMap.newKeySet();

  RedisTier(RedisAddress address, RedisOptions options, Clock clock) {
    this.address = address;
    this.clock = clock;
    this.breaker = new Breaker(clock, FAULTS, PAUSE);
    this.prefix =
        (options.prefix() + ":v" + SealedEntry.VERSION + ":").getBytes(StandardCharsets.US_ASCII);
    this.hot = new HotList((options.prefix() + ":hot").getBytes(StandardCharsets.US_ASCII));
    this.client = client(address, options);
  }

  private static RedisClient client(RedisAddress address, RedisOptions options) {
    DefaultJedisClientConfig.Builder talk =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis((int) options.connectTimeout().toMillis())
            .socketTimeoutMillis((int) options.callTimeout().toMillis())
            .database(address.database())
            .clientName("edgewise");
    if (address.tls()) {
      talk.sslOptions(SslOptions.defaults());
    }
    options.user().ifPresent(talk::user);
    options.password().ifPresent(talk::password);
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(options.connections());
    pool.setMaxIdle(options.connections());
    pool.setMinIdle(0);
    // Whoever finds all connections busy waits no longer than for an answer.
    pool.setMaxWait(options.callTimeout());
    pool.setTestWhileIdle(false);
    pool.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
    pool.setJmxEnabled(false);
    return RedisClient.builder()
        .hostAndPort(address.host(), address.port())
        .clientConfig(talk.build())
        .poolConfig(pool)
        .build();
  }

  @Override
  public String name() {
    return TierProvider.SHARED;
  }

  @Override
  public Optional<Entry> get(Key key) {
    if (owed.contains(key)) {
      misses.increment();
      remove(key);
      return Optional.empty();
    }
    Instant now = clock.now();
    Optional<Entry> entry =
        ask(server -> Optional.ofNullable(server.get(place(key))))
            .flatMap(found -> found)
            .flatMap(bytes -> SealedEntry.open(key, bytes))
            .filter(it -> it.expires().isAfter(now));
    if (entry.isPresent()) {
      hot.use(key);
    }
    (entry.isPresent() ? hits : misses).increment();
    return entry;
  }

  @Override
  public void put(Key key, Entry entry) {
    long good = Duration.between(clock.now(), entry.expires()).toMillis();
    if (good < 1 || entry.size() > LARGEST_VALUE) {
      return;
    }
    byte[] bytes = SealedEntry.seal(key, entry);
    // What is written over need not be removed any more; and not after it was written.
    boolean was = owed.remove(key);
    boolean written =
        ask(server -> server.set(place(key), bytes, SetParams.setParams().px(good))).isPresent();
    if (was && !written) {
      owed.add(key);
    }
  }

  @Override
  public void remove(Key key) {
    if (ask(server -> unlink(server, key)).isPresent()) {
      owed.remove(key);
    } else if (owed.size() < MOST_OWED) {
      owed.add(key);
    }
  }

  private boolean unlink(RedisClient server, Key key) {
    try (Pipeline pipeline = server.pipelined()) {
      pipeline.unlink(place(key));
      hot.remove(pipeline, key);
      pipeline.sync();
    }
    return true;
  }

  @Override
  public void used(Key key) {
    hot.use(key);
  }

  @Override
  public void tend() {
    if (hot.hasUses()) {
      ask(server -> hot.add(server, clock.now()));
    }
  }

  /** Those that all nodes together ask for most. */
  @Override
  public List<Key> hottest(int most) {
    return most < 1 ? List.of() : ask(server -> hot.hottest(server, most)).orElse(List.of());
  }

  /** What the server holds of all nodes is not counted here. */
  @Override
  public TierState state() {
    return new TierState(name(), 0, 0, 0, hits.sum(), misses.sum(), 0, faults.sum());
  }

  private byte[] place(Key key) {
    byte[] place = java.util.Arrays.copyOf(prefix, prefix.length + Key.SIZE);
    System.arraycopy(key.bytes(), 0, place, prefix.length, Key.SIZE);
    return place;
  }

  /** Empty when nobody is to ask, or nothing came of it. */
  private <T> Optional<T> ask(Function<RedisClient, T> what) {
    if (!breaker.mayAsk()) {
      return Optional.empty();
    }
    try {
      T answer = what.apply(client);
      answered();
      return Optional.of(answer);
    } catch (JedisException e) {
      // Also when it answers and refuses: out of memory, a wrong password, still loading.
      failed(e);
      return Optional.empty();
    }
  }

  private void answered() {
    if (breaker.answered()) {
      told.set(false);
      LOG.log(Level.INFO, "the shared cache at {0} answers again", address);
      List.copyOf(owed).forEach(this::remove);
    }
  }

  private void failed(JedisException why) {
    faults.increment();
    if (breaker.failed() && told.compareAndSet(false, true)) {
      LOG.log(
          Level.WARNING,
          "the shared cache at {0} is not asked for now: {1}. Calls go on without it; it is tried"
              + " every second. Start it, or check address, password and its maxmemory",
          address,
          Trouble.inWords(why));
    }
  }

  @Override
  public void close() {
    tend();
    client.close();
  }
}

package dev.edgewise.integrations.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.serving.cache.store.Entry;
import dev.edgewise.serving.cache.store.Key;
import dev.edgewise.serving.cache.store.Tier;
import dev.edgewise.serving.cache.store.TierProvider;
import dev.edgewise.testkit.VirtualTime;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** Against the real server, where there is one. */
@Tag("redis")
final class RedisTierTest {
  private static final Key KEY = Samples.key("k");

  private final VirtualTime time = new VirtualTime();
  private final Path folder;

  RedisTierTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Tier open(String address, Map<String, String> more) {
    Map<String, String> options = new java.util.HashMap<>(more);
    // This machine is busy while it tests.
    options.putIfAbsent("callTimeout", "5s");
    options.putIfAbsent("connectTimeout", "5s");
    return TierProvider.find(
        TierProvider.SHARED, new TierProvider.Opening(address, 0, options, time, new Random(1)));
  }

  private Entry entry(int bytes, Duration good) {
    return Samples.entry(bytes, Samples.COST, time.now(), good);
  }

  private Entry entry(int bytes) {
    return entry(bytes, Duration.ofHours(1));
  }

  @Test
  void what_one_node_puts_another_finds() throws Exception {
    try (RealServer server = RealServer.start(folder);
        Tier one = open(server.address(), Map.of());
        Tier other = open(server.address(), Map.of())) {
      for (int bytes : new int[] {0, 1, 70_000, 2_000_000}) {
        Key key = Samples.key("k" + bytes);
        one.put(key, entry(bytes));
        assertThat(other.get(key)).contains(entry(bytes));
      }
      other.remove(Samples.key("k1"));
      assertThat(one.get(Samples.key("k1"))).isEmpty();
      assertThat(one.state().misses()).isEqualTo(1);
      assertThat(one.state().faults()).isZero();
    }
  }

  @Test
  void a_new_node_is_told_what_all_others_ask_for_most() throws Exception {
    try (RealServer server = RealServer.start(folder);
        Tier one = open(server.address(), Map.of());
        Tier fresh = open(server.address(), Map.of())) {
      assertThat(fresh.hottest(5)).isEmpty();
      for (String name : new String[] {"a", "b", "c", "d"}) {
        one.put(Samples.key(name), entry(10));
      }
      one.used(Samples.key("a"));
      for (int i = 0; i < 3; i++) {
        one.used(Samples.key("b"));
        one.get(Samples.key("c"));
      }
      one.tend();
      // Twelve weeks later one use weighs more than all of those.
      time.pass(Duration.ofDays(84));
      one.used(Samples.key("d"));
      one.used(Samples.key("b"));
      one.used(Samples.key("b"));
      one.tend();
      assertThat(fresh.hottest(2)).containsExactly(Samples.key("b"), Samples.key("d"));
      assertThat(fresh.hottest(9))
          .containsExactly(Samples.key("b"), Samples.key("d"), Samples.key("c"), Samples.key("a"));
      one.remove(Samples.key("b"));
      assertThat(fresh.hottest(1)).containsExactly(Samples.key("d"));
    }
  }

  @Test
  void keys_have_prefix_and_version_and_the_server_forgets_them_by_itself() throws Exception {
    try (RealServer server = RealServer.start(folder);
        Tier tier = open(server.address(), Map.of("prefix", "shop"));
        RedisClient client = RedisClient.create("127.0.0.1", server.port())) {
      tier.put(KEY, entry(10));
      byte[] prefix = "shop:v1:".getBytes(StandardCharsets.US_ASCII);
      byte[] place = java.util.Arrays.copyOf(prefix, prefix.length + Key.SIZE);
      System.arraycopy(KEY.bytes(), 0, place, prefix.length, Key.SIZE);
      assertThat(client.exists(place)).isTrue();
      assertThat(client.pttl(place)).isBetween(1L, Duration.ofHours(1).toMillis());
    }
  }

  @Test
  void what_somebody_else_wrote_there_is_a_miss() throws Exception {
    try (RealServer server = RealServer.start(folder);
        Tier tier = open(server.address(), Map.of());
        RedisClient client = RedisClient.create("127.0.0.1", server.port())) {
      tier.put(KEY, entry(10));
      for (byte[] place : client.keys("edgewise:*".getBytes(StandardCharsets.US_ASCII))) {
        client.set(place, "something else".getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(tier.get(KEY)).isEmpty();
      client.flushDB();
      client.lpush(
          new String(new byte[] {'x'}, StandardCharsets.US_ASCII), "a list, which get refuses");
      assertThat(tier.get(KEY)).isEmpty();
    }
  }

  @Test
  void an_entry_expires_by_the_clock_of_the_node_too() throws Exception {
    try (RealServer server = RealServer.start(folder);
        Tier tier = open(server.address(), Map.of())) {
      tier.put(KEY, entry(10, Duration.ofMinutes(1)));
      assertThat(tier.get(KEY)).isPresent();
      time.pass(Duration.ofMinutes(1));
      assertThat(tier.get(KEY)).isEmpty();
      tier.put(KEY, entry(10, Duration.ZERO));
      assertThat(tier.get(KEY)).isEmpty();
    }
  }

  @Test
  void a_server_that_is_killed_costs_hits_and_no_call_and_comes_back() throws Exception {
    try (RealServer server = RealServer.start(folder);
        Tier tier = open(server.address(), Map.of())) {
      tier.put(KEY, entry(10));
      server.kill();
      for (int i = 0; i < 20; i++) {
        assertThat(tier.get(KEY)).isEmpty();
        tier.put(KEY, entry(10));
        tier.remove(KEY);
      }
      assertThat(tier.state().faults()).as("asked in vain before it gave up").isEqualTo(3);
      server.restart();
      assertThat(tier.get(KEY)).as("not asked before the pause is over").isEmpty();
      time.pass(Duration.ofSeconds(1));
      tier.put(KEY, entry(10));
      assertThat(tier.get(KEY)).contains(entry(10));
    }
  }

  @Test
  void what_was_to_be_removed_while_nobody_answered_is_removed_later() throws Exception {
    try (RealServer server = RealServer.start(folder);
        Tier other = open(server.address(), Map.of());
        Tier tier = open(server.address(), Map.of("callTimeout", "1s", "connectTimeout", "1s"))) {
      tier.put(KEY, entry(10));
      server.freeze();
      for (int i = 0; i < 3; i++) {
        tier.get(Samples.key("other"));
      }
      assertThat(tier.state().faults()).isEqualTo(3);
      // It is not even asked now.
      tier.remove(KEY);
      server.thaw();
      assertThat(other.get(KEY)).isPresent();
      time.pass(Duration.ofSeconds(1));
      assertThat(tier.get(KEY)).as("not served").isEmpty();
      assertThat(other.get(KEY)).as("removed").isEmpty();
      tier.put(KEY, entry(11));
      assertThat(tier.get(KEY)).contains(entry(11));
    }
  }

  @Test
  void one_that_is_not_there_at_the_start_is_no_error() throws Exception {
    int nobody = RealServer.freePort();
    try (Tier tier = open("redis://127.0.0.1:" + nobody, Map.of())) {
      tier.put(KEY, entry(10));
      assertThat(tier.get(KEY)).isEmpty();
      assertThat(tier.state().faults()).isEqualTo(2);
    }
  }

  @Test
  void one_that_takes_calls_and_never_answers_is_given_up_in_time() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Tier tier =
            open(
                "redis://127.0.0.1:" + silent.getLocalPort(),
                Map.of("callTimeout", "20ms", "connectTimeout", "200ms"))) {
      for (int i = 0; i < 10; i++) {
        assertThat(tier.get(KEY)).isEmpty();
      }
      assertThat(tier.state().faults()).isEqualTo(3);
    }
  }

  @Test
  void it_logs_in_with_the_password_of_a_file() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "s3cret\n");
    try (RealServer server = RealServer.start(folder, "--requirepass", "s3cret");
        Tier tier = open(server.address(), Map.of("passwordFile", password.toString()));
        Tier stranger = open(server.address(), Map.of())) {
      tier.put(KEY, entry(10));
      assertThat(tier.get(KEY)).isPresent();
      assertThat(stranger.get(KEY)).isEmpty();
      assertThat(stranger.state().faults()).isPositive();
    }
  }

  @Test
  void a_server_that_is_full_costs_hits_and_no_call() throws Exception {
    try (RealServer server = RealServer.start(folder, "--maxmemory", "2mb");
        Tier tier = open(server.address(), Map.of())) {
      for (int i = 0; i < 20; i++) {
        tier.put(Samples.key("k" + i), entry(500_000));
      }
      assertThat(tier.state().faults()).isPositive();
    }
  }

  @Test
  void an_address_that_is_wrong_is_refused() {
    assertThatThrownBy(() -> open("redis://127.0.0.1/x", Map.of())).hasMessageContaining("EW7001");
    assertThatThrownBy(() -> open("redis://127.0.0.1/0?connections=300", Map.of()))
        .hasMessageContaining("connections: 300");
    assertThatThrownBy(() -> open("redis://127.0.0.1/0?speed", Map.of()))
        .hasMessageContaining("no option [speed]");
    open("redis://127.0.0.1/0?connections=2&prefix=shop", Map.of()).close();
    assertThatThrownBy(() -> open("memcached://127.0.0.1", Map.of()))
        .hasMessageContaining("EW7010");
  }
}

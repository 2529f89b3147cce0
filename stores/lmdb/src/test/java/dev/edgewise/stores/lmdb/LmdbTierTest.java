package dev.edgewise.stores.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.serving.cache.store.Entry;
import dev.edgewise.serving.cache.store.Key;
import dev.edgewise.serving.cache.store.Tier;
import dev.edgewise.serving.cache.store.TierProvider;
import dev.edgewise.testkit.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LmdbTierTest {
  private static final long CAPACITY = 16 << 20;

  private final VirtualTime time = new VirtualTime();
  private final Random random = new Random(3);

  private final Path folder;

  LmdbTierTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private LmdbTier open() {
    return LmdbTier.open(folder, CAPACITY, time, random);
  }

  private Entry entry(int bytes) {
    return entry(bytes, Samples.COST);
  }

  private Entry entry(int bytes, Duration cost) {
    return Samples.entry(bytes, cost, time.now(), Duration.ofDays(1));
  }

  private Path data() {
    return folder.resolve("results.mdb");
  }

  @Test
  void what_was_put_is_found_again_by_the_next_process() {
    int[] sizes = {0, 1, 1_000, 32_000, 33_000, 65_536, 200_000, 1_500_000};
    try (LmdbTier tier = open()) {
      for (int bytes : sizes) {
        tier.put(Samples.key("k" + bytes), entry(bytes));
        assertThat(tier.get(Samples.key("k" + bytes))).contains(entry(bytes));
      }
      assertThat(tier.state().entries()).isEqualTo(sizes.length);
    }
    try (LmdbTier tier = open()) {
      for (int bytes : sizes) {
        assertThat(tier.get(Samples.key("k" + bytes))).contains(entry(bytes));
      }
      assertThat(tier.get(Samples.key("other"))).isEmpty();
      assertThat(tier.state().hits()).isEqualTo(sizes.length);
      assertThat(tier.state().misses()).isEqualTo(1);
      assertThat(tier.state().faults()).isZero();
    }
  }

  @Test
  void the_same_key_again_replaces_all_pieces_of_the_old() {
    try (LmdbTier tier = open()) {
      Key key = Samples.key("k");
      tier.put(key, entry(200_000));
      tier.put(key, entry(10));
      assertThat(tier.get(key)).contains(entry(10));
      tier.remove(key);
      assertThat(tier.get(key)).isEmpty();
      assertThat(tier.state().entries()).isZero();
      assertThat(tier.state().bytes()).isZero();
    }
  }

  @Test
  void entries_expire() {
    try (LmdbTier tier = open()) {
      tier.put(Samples.key("a"), Samples.entry(9, Samples.COST, time.now(), Duration.ofSeconds(1)));
      tier.put(Samples.key("b"), entry(9));
      time.pass(Duration.ofSeconds(1));
      assertThat(tier.get(Samples.key("a"))).isEmpty();
      assertThat(tier.hottest(9)).containsExactly(Samples.key("b"));
      tier.tend();
      assertThat(tier.state().entries()).isEqualTo(1);
    }
  }

  @Test
  void under_churn_its_file_stays_under_its_size_and_what_is_found_is_right() throws IOException {
    Map<Key, Entry> put = new HashMap<>();
    try (LmdbTier tier = open()) {
      for (int i = 0; i < 3_000; i++) {
        Key key = Samples.key("k" + random.nextInt(1_500));
        int most = random.nextInt(10) == 0 ? 400_000 : 20_000;
        Entry entry = entry(random.nextInt(most));
        tier.put(key, entry);
        put.put(key, entry);
        if (i % 100 == 0) {
          assertThat(Files.size(data())).isLessThanOrEqualTo(CAPACITY);
        }
      }
      int found = 0;
      for (Map.Entry<Key, Entry> each : put.entrySet()) {
        var got = tier.get(each.getKey());
        found += got.isPresent() ? 1 : 0;
        got.ifPresent(entry -> assertThat(entry).isEqualTo(each.getValue()));
      }
      assertThat(found).isGreaterThan(100).isLessThan(put.size());
      assertThat(tier.state().evictions()).isPositive();
      assertThat(tier.state().faults()).isZero();
      assertThat(tier.state().bytes()).isLessThanOrEqualTo(CAPACITY / 5 * 4 + 100_000);
    }
    assertThat(Files.size(data())).isLessThanOrEqualTo(CAPACITY);
  }

  @Test
  void the_expired_go_first_then_what_is_cheap_and_large() {
    try (LmdbTier tier = open()) {
      for (int i = 0; i < 100; i++) {
        tier.put(
            Samples.key("gone" + i),
            Samples.entry(50_000, Samples.COST, time.now(), Duration.ofSeconds(1)));
      }
      time.pass(Duration.ofSeconds(2));
      for (int i = 0; i < 100; i++) {
        tier.put(Samples.key("dear" + i), entry(1_000, Duration.ofSeconds(10)));
        tier.put(Samples.key("cheap" + i), entry(50_000, Duration.ofMillis(1)));
      }
      for (int i = 0; i < 300; i++) {
        tier.put(Samples.key("more" + i), entry(50_000, Duration.ofMillis(1)));
      }
      int left = 0;
      for (int i = 0; i < 100; i++) {
        assertThat(tier.get(Samples.key("gone" + i))).isEmpty();
        left += tier.get(Samples.key("dear" + i)).isPresent() ? 1 : 0;
      }
      assertThat(left).isGreaterThanOrEqualTo(95);
    }
  }

  @Test
  void the_hottest_are_known_after_a_restart_also_by_uses_of_a_faster_tier() {
    try (LmdbTier tier = open()) {
      for (int i = 0; i < 20; i++) {
        tier.put(Samples.key("k" + i), entry(1_000));
      }
      for (int i = 0; i < 5; i++) {
        tier.used(Samples.key("k7"));
      }
      tier.get(Samples.key("k9"));
      tier.used(Samples.key("not there"));
    }
    try (LmdbTier tier = open()) {
      assertThat(tier.hottest(2)).containsExactly(Samples.key("k7"), Samples.key("k9"));
      assertThat(tier.hottest(50)).hasSize(20);
      assertThat(tier.hottest(0)).isEmpty();
    }
  }

  @Test
  void a_value_that_is_too_large_is_not_kept_and_drives_nothing_out() {
    try (LmdbTier tier = open()) {
      tier.put(Samples.key("a"), entry(1_000));
      tier.put(Samples.key("b"), entry(3 << 20));
      assertThat(tier.get(Samples.key("b"))).isEmpty();
      assertThat(tier.get(Samples.key("a"))).isPresent();
    }
  }

  @Test
  void a_folder_that_is_in_use_is_refused() {
    try (LmdbTier tier = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(EdgewiseException.class)
          .hasMessageContaining("EW7001")
          .hasMessageContaining("is in use by another process");
      tier.put(Samples.key("a"), entry(1));
      assertThat(tier.get(Samples.key("a"))).isPresent();
    }
    open().close();
  }

  @Test
  void after_closing_it_has_nothing_and_takes_nothing() {
    LmdbTier tier = open();
    tier.put(Samples.key("a"), entry(1));
    tier.close();
    tier.close();
    tier.put(Samples.key("b"), entry(1));
    tier.remove(Samples.key("a"));
    tier.tend();
    assertThat(tier.get(Samples.key("a"))).isEmpty();
    assertThat(tier.hottest(9)).isEmpty();
    assertThat(tier.state().entries()).isZero();
  }

  @Test
  void many_threads_read_and_write_and_close_at_any_time() throws InterruptedException {
    LmdbTier tier = open();
    List<Thread> threads = new ArrayList<>();
    List<Throwable> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
    var started = new java.util.concurrent.CountDownLatch(400);
    for (int n = 0; n < 8; n++) {
      int number = n;
      threads.add(
          Thread.ofVirtual()
              .uncaughtExceptionHandler((thread, e) -> wrong.add(e))
              .start(
                  () -> {
                    Random mine = new Random(number);
                    for (int i = 0; i < 400; i++) {
                      int which = mine.nextInt(50);
                      Key key = Samples.key("k" + which);
                      if (mine.nextInt(4) == 0) {
                        tier.put(key, entry(which * 1_000));
                      } else {
                        tier.get(key)
                            .ifPresent(it -> assertThat(it).isEqualTo(entry(which * 1_000)));
                      }
                      started.countDown();
                    }
                  }));
    }
    started.await();
    tier.close();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).isEmpty();
    assertThat(tier.state().faults()).isZero();
  }

  @Test
  void it_is_found_as_the_disk_tier() {
    TierProvider.Opening opening =
        new TierProvider.Opening(folder.toString(), CAPACITY, Map.of(), time, random);
    try (Tier tier = TierProvider.find(TierProvider.DISK, opening)) {
      assertThat(tier.name()).isEqualTo("disk");
      assertThat(tier.state().capacity()).isEqualTo(CAPACITY);
    }
    TierProvider.Opening odd =
        new TierProvider.Opening(folder.toString(), CAPACITY, Map.of("speed", "1"), time, random);
    assertThatThrownBy(() -> TierProvider.find(TierProvider.DISK, odd))
        .hasMessageContaining("no option [speed]");
    TierProvider.Opening small =
        new TierProvider.Opening(folder.toString(), 1_000, Map.of(), time, random);
    assertThatThrownBy(() -> TierProvider.find(TierProvider.DISK, small))
        .hasMessageContaining("EW7001")
        .hasMessageContaining("the smallest that works is 16777216");
    assertThatThrownBy(() -> TierProvider.find(TierProvider.SHARED, opening))
        .hasMessageContaining("EW7010")
        .hasMessageContaining("edgewise-integrations-redis");
  }
}

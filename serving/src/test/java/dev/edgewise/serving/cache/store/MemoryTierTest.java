package dev.edgewise.serving.cache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.testkit.VirtualTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MemoryTierTest {
  private static final int ONE = 1 << 10;
  private static final Duration CHEAP = Duration.ofMillis(1);
  private static final Duration DEAR = Duration.ofSeconds(1);

  private final VirtualTime time = new VirtualTime();

  private MemoryTier tier(long capacity) {
    return new MemoryTier(capacity, time);
  }

  private Entry entry(int bytes, Duration cost) {
    return Samples.entry(bytes, cost, time.now(), Samples.LONG);
  }

  /** As a cache does: asks first. */
  private void ask(MemoryTier tier, String name, Entry answer) {
    if (tier.get(Samples.key(name)).isEmpty()) {
      tier.put(Samples.key(name), answer);
    }
  }

  @Test
  void what_was_put_is_found_with_all_that_is_known_of_it() {
    MemoryTier tier = tier(1 << 20);
    for (int bytes : new int[] {0, 1, ONE, 64 << 10, (64 << 10) + 1, 300_000}) {
      Entry entry = entry(bytes, CHEAP);
      tier.put(Samples.key("k" + bytes), entry);
      assertThat(tier.get(Samples.key("k" + bytes))).contains(entry);
    }
    assertThat(tier.state().hits()).isEqualTo(6);
    assertThat(tier.get(Samples.key("other"))).isEmpty();
    assertThat(tier.state().misses()).isEqualTo(1);
  }

  @Test
  void the_array_that_an_answer_came_in_is_not_kept() {
    MemoryTier tier = tier(1 << 20);
    byte[] message = new byte[ONE];
    Entry slice =
        new Entry(
            ByteBuffer.wrap(message, 10, 20),
            ByteBuffer.allocate(0),
            time.now(),
            time.now().plus(Samples.LONG),
            CHEAP);
    tier.put(Samples.key("k"), slice);
    message[15] = 1;
    assertThat(tier.get(Samples.key("k")).orElseThrow().value()).isNotEqualTo(slice.value());
  }

  @Test
  void a_cheap_large_one_leaves_before_an_expensive_small_one_of_the_same_use() {
    MemoryTier tier = tier(128 << 10);
    ask(tier, "dear and small", entry(ONE, DEAR));
    for (int i = 0; i < 7; i++) {
      ask(tier, "cheap and large " + i, entry(16 * ONE, CHEAP));
    }
    // The dear one is the coldest now, and the first that plain LRU or W-TinyLFU would evict.
    for (int i = 0; i < 200; i++) {
      ask(tier, "later " + i, entry(16 * ONE, CHEAP));
    }
    assertThat(tier.get(Samples.key("dear and small"))).isPresent();
    assertThat(tier.state().evictions()).isGreaterThan(100);
  }

  @Test
  void a_scan_does_not_drive_out_what_is_asked_for_again() {
    MemoryTier tier = tier(128 << 10);
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 40; i++) {
        ask(tier, "hot " + i, entry(2 * ONE, CHEAP));
      }
    }
    for (int i = 0; i < 200; i++) {
      ask(tier, "once " + i, entry(2 * ONE, CHEAP));
    }
    int left = 0;
    for (int i = 0; i < 40; i++) {
      left += tier.get(Samples.key("hot " + i)).isPresent() ? 1 : 0;
    }
    assertThat(left).isGreaterThanOrEqualTo(38);
  }

  @Test
  void what_was_dear_once_and_is_not_asked_for_makes_room_in_the_end() {
    MemoryTier tier = tier(64 << 10);
    ask(tier, "dear", entry(32 * ONE, Duration.ofMillis(20)));
    for (int round = 0; round < 500; round++) {
      for (int i = 0; i < 12; i++) {
        ask(tier, "used " + i, entry(4 * ONE, CHEAP));
      }
    }
    assertThat(tier.get(Samples.key("dear"))).isEmpty();
  }

  @Test
  void it_stays_under_its_capacity_whatever_comes() {
    MemoryTier tier = tier(1 << 20);
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String name = "k" + random.nextInt(2_000);
      int bytes = random.nextInt(20) == 0 ? random.nextInt(400_000) : random.nextInt(8_000);
      if (tier.get(Samples.key(name)).isEmpty()) {
        tier.put(Samples.key(name), entry(bytes, Duration.ofNanos(random.nextInt(100_000_000))));
      }
      assertThat(tier.state().bytes()).isLessThanOrEqualTo(1 << 20);
    }
    assertThat(tier.state().hits()).isPositive();
    assertThat(tier.state().evictions()).isPositive();
    assertThat(tier.state().faults()).isZero();
  }

  @Test
  void each_entry_expires_when_it_says() {
    MemoryTier tier = tier(1 << 20);
    tier.put(Samples.key("a"), Samples.entry(1, CHEAP, time.now(), Duration.ofSeconds(1)));
    tier.put(Samples.key("b"), Samples.entry(1, CHEAP, time.now(), Duration.ofHours(1)));
    time.pass(Duration.ofSeconds(1));
    assertThat(tier.get(Samples.key("a"))).isEmpty();
    assertThat(tier.get(Samples.key("b"))).isPresent();
    assertThat(tier.hottest(9)).containsExactly(Samples.key("b"));
    tier.put(Samples.key("c"), Samples.entry(1, CHEAP, time.now(), Duration.ZERO));
    assertThat(tier.get(Samples.key("c"))).isEmpty();
  }

  @Test
  void what_is_larger_than_all_of_it_is_not_kept_and_nothing_leaves_for_it() {
    MemoryTier tier = tier(64 << 10);
    tier.put(Samples.key("a"), entry(ONE, CHEAP));
    tier.put(Samples.key("b"), entry(1 << 20, DEAR));
    assertThat(tier.get(Samples.key("b"))).isEmpty();
    assertThat(tier.get(Samples.key("a"))).isPresent();
  }

  @Test
  void removed_is_gone() {
    MemoryTier tier = tier(1 << 20);
    tier.put(Samples.key("a"), entry(200_000, CHEAP));
    tier.remove(Samples.key("a"));
    assertThat(tier.get(Samples.key("a"))).isEmpty();
    assertThat(tier.state().bytes()).isZero();
    assertThat(tier.state().entries()).isZero();
  }

  @Test
  void the_hottest_are_those_worth_most() {
    MemoryTier tier = tier(1 << 20);
    tier.put(Samples.key("cheap"), entry(ONE, CHEAP));
    tier.put(Samples.key("dear"), entry(ONE, DEAR));
    tier.put(Samples.key("large"), entry(100 * ONE, CHEAP));
    assertThat(tier.hottest(2)).containsExactly(Samples.key("dear"), Samples.key("cheap"));
    assertThat(tier.hottest(0)).isEmpty();
  }

  @Test
  void memory_outside_of_the_heap_is_freed_at_once_and_not_under_a_reader() throws Exception {
    Entry entry = entry(200_000, CHEAP);
    Held.OutsideHeap held = new Held.OutsideHeap(entry);
    AtomicInteger right = new AtomicInteger();
    AtomicInteger wrong = new AtomicInteger();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      readers.add(
          Thread.startVirtualThread(
              () -> {
                // Looked at and let go: how many it takes until the test's thread has its turn is
                // up to the machine.
                Optional<Entry> one = held.read();
                while (one.isPresent()) {
                  (one.get().value().equals(entry.value()) ? right : wrong).incrementAndGet();
                  one = held.read();
                }
              }));
    }
    while (right.get() + wrong.get() < 20) {
      Thread.onSpinWait();
    }
    held.free();
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(held.isFreed()).isTrue();
    assertThat(wrong).hasValue(0);
  }

  @Test
  void a_capacity_that_nothing_fits_into_is_refused() {
    assertThatThrownBy(() -> tier(1))
        .hasMessageContaining("capacity: 1 bytes (expected: 65536 or more)");
  }
}

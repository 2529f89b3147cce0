package dev.edgewise.serving.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

final class TiersTest {
  private static final Key KEY = Samples.key("k");

  private final VirtualTime time = new VirtualTime();
  private final MemoryTier memory = new MemoryTier(8 << 20, time);
  private final PlainTier disk = new PlainTier("disk");
  private final PlainTier shared = new PlainTier("shared");
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final Tiers tiers = new Tiers(memory, Optional.of(disk), Optional.of(shared), later::add);

  private final Entry entry =
      Samples.entry(100, Duration.ofMillis(5), time.now(), Duration.ofHours(1));

  private void write() {
    for (Runnable task = later.poll(); task != null; task = later.poll()) {
      task.run();
    }
  }

  private String where(Key key) {
    return tiers.get(key, Reach.FLEET).map(Tiers.Found::tier).orElse("nowhere");
  }

  @Test
  void what_is_kept_is_in_memory_at_once_and_elsewhere_later() {
    tiers.put(KEY, entry, Reach.FLEET);
    assertThat(where(KEY)).isEqualTo("memory");
    assertThat(disk.kept).isEmpty();
    write();
    assertThat(disk.kept).containsKey(KEY);
    assertThat(shared.kept).containsKey(KEY);
  }

  @Test
  void what_may_not_leave_the_node_is_neither_shared_nor_looked_for_there() {
    tiers.put(KEY, entry, Reach.NODE);
    write();
    assertThat(disk.kept).containsKey(KEY);
    assertThat(shared.kept).isEmpty();
    Key other = Samples.key("other");
    shared.kept.put(other, entry);
    assertThat(tiers.get(other, Reach.NODE)).isEmpty();
    assertThat(shared.asked).doesNotContain(KEY, other);
    assertThat(tiers.get(other, Reach.FLEET)).isPresent();
  }

  @Test
  void what_is_found_farther_away_comes_nearer() {
    shared.kept.put(KEY, entry);
    assertThat(where(KEY)).isEqualTo("shared");
    assertThat(where(KEY)).isEqualTo("memory");
    write();
    memory.remove(KEY);
    shared.kept.clear();
    assertThat(where(KEY)).isEqualTo("disk");
    assertThat(where(KEY)).isEqualTo("memory");
    assertThat(memory.get(KEY)).contains(entry);
  }

  @Test
  void what_still_waits_to_be_written_is_found_too() {
    tiers.put(KEY, entry, Reach.NODE);
    memory.remove(KEY);
    assertThat(where(KEY)).isEqualTo("disk");
    assertThat(disk.asked).isEmpty();
  }

  @Test
  void what_was_forgotten_does_not_come_back_from_the_queue() {
    tiers.put(KEY, entry, Reach.FLEET);
    tiers.remove(KEY);
    assertThat(where(KEY)).isEqualTo("nowhere");
    write();
    assertThat(where(KEY)).isEqualTo("nowhere");
    assertThat(disk.kept).isEmpty();
    assertThat(shared.kept).isEmpty();
  }

  @Test
  void what_was_forgotten_does_not_come_back_from_a_tier_that_has_not_done_so_yet() {
    tiers.put(KEY, entry, Reach.FLEET);
    write();
    tiers.remove(KEY);
    assertThat(disk.kept).containsKey(KEY);
    assertThat(where(KEY)).isEqualTo("nowhere");
    write();
    assertThat(disk.kept).isEmpty();
    assertThat(shared.kept).isEmpty();
  }

  @Test
  void what_was_forgotten_while_a_slow_tier_read_it_is_not_brought_nearer() {
    disk.kept.put(KEY, entry);
    disk.whileReading = () -> tiers.remove(KEY);
    tiers.get(KEY, Reach.NODE);
    write();
    assertThat(where(KEY)).isEqualTo("nowhere");
  }

  @Test
  void what_is_kept_again_while_it_is_being_written_is_written_again() {
    Entry second = Samples.entry(7, Duration.ofMillis(5), time.now(), Duration.ofHours(1));
    disk.whileWriting = () -> tiers.put(KEY, second, Reach.NODE);
    tiers.put(KEY, entry, Reach.NODE);
    write();
    assertThat(disk.kept).containsEntry(KEY, second);
  }

  @Test
  void what_does_not_fit_into_the_queue_is_dropped_and_counted_and_the_call_goes_on() {
    for (int i = 0; i < 5_000; i++) {
      tiers.put(Samples.key("k" + i), entry, Reach.NODE);
    }
    assertThat(tiers.dropped()).isEqualTo(5_000 - 4_096);
    write();
    assertThat(disk.kept).hasSize(4_096);
    Entry large = Samples.entry(40 << 20, Duration.ofMillis(5), time.now(), Duration.ofHours(1));
    tiers.put(Samples.key("first"), large, Reach.NODE);
    tiers.put(Samples.key("second"), large, Reach.NODE);
    assertThat(tiers.dropped()).isEqualTo(5_000 - 4_096 + 1);
  }

  @Test
  void an_executor_that_takes_nothing_costs_no_call() {
    Tiers stopping =
        new Tiers(
            memory,
            Optional.of(disk),
            Optional.empty(),
            task -> {
              throw new java.util.concurrent.RejectedExecutionException();
            });
    stopping.put(KEY, entry, Reach.NODE);
    assertThat(stopping.get(KEY, Reach.NODE)).isPresent();
    stopping.close();
    assertThat(disk.closed).isTrue();
  }

  @Test
  void hits_in_memory_are_told_to_the_disk_which_is_tended_now_and_then() {
    tiers.put(KEY, entry, Reach.NODE);
    for (int i = 0; i < 1_024; i++) {
      tiers.get(KEY, Reach.NODE);
    }
    write();
    assertThat(disk.used).isEqualTo(1_024);
    assertThat(disk.tended).isEqualTo(1);
    assertThat(shared.used).as("of what is not there").isZero();
    tiers.near(KEY, Reach.NODE);
    tiers.near(KEY, Reach.FLEET);
    assertThat(disk.used).isEqualTo(1_026);
    assertThat(shared.used).isEqualTo(1);
  }

  @Test
  void a_start_brings_the_hottest_from_disk_into_memory() {
    disk.kept.put(KEY, entry);
    disk.kept.put(Samples.key("b"), entry);
    assertThat(tiers.preload(1)).isEqualTo(1);
    assertThat(tiers.preload(10)).isEqualTo(2);
    assertThat(where(KEY)).isEqualTo("memory");
  }

  @Test
  void closing_writes_what_waits_and_takes_no_more() {
    Tiers direct = new Tiers(memory, Optional.of(disk), Optional.empty(), Runnable::run);
    direct.put(KEY, entry, Reach.NODE);
    direct.close();
    assertThat(disk.kept).containsKey(KEY);
    assertThat(disk.closed).isTrue();
    direct.put(Samples.key("late"), entry, Reach.NODE);
    assertThat(disk.kept).hasSize(1);
  }
}

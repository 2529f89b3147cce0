package dev.edgewise.orchestrator.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RecentDecisionsTest {
  private final RecentDecisions<String> decisions = new RecentDecisions<>(3, 2);

  @Test
  void the_newest_are_kept_and_found() {
    add("a", "b", "c", "d");
    assertThat(decisions.newest(10, all -> true)).containsExactly("d", "c", "b");
    assertThat(decisions.newest(2, all -> true)).containsExactly("d", "c");
    assertThat(decisions.find("c")).contains("c");
    assertThat(decisions.find("a")).isEmpty();
  }

  @Test
  void those_of_an_earlier_life_stand_behind_new_ones_and_make_room_first() {
    decisions.addOlder(List.of(kept("y"), kept("x"), kept("w"), kept("v")));
    assertThat(decisions.newest(10, all -> true)).containsExactly("y", "x", "w");
    add("a");
    assertThat(decisions.newest(10, all -> true)).containsExactly("a", "y", "x");
  }

  @Test
  void a_watcher_gets_what_comes_oldest_first_and_only_what_it_wants() {
    AtomicInteger told = new AtomicInteger();
    var watch =
        decisions.watch(kept -> !kept.id().equals("b"), 10, told::incrementAndGet).orElseThrow();
    add("a", "b", "c");
    assertThat(told).hasValue(2);
    assertThat(watch.take(1)).containsExactly("a");
    assertThat(watch.take(10)).containsExactly("c");
    assertThat(watch.take(10)).isEmpty();
  }

  @Test
  void a_slow_watcher_loses_the_oldest_and_is_told_how_many() {
    var watch = decisions.watch(all -> true, 2, () -> {}).orElseThrow();
    add("a", "b", "c", "d", "e");
    assertThat(watch.take(10)).containsExactly("d", "e");
    assertThat(watch.missed()).isEqualTo(3);
  }

  @Test
  void there_are_only_so_many_watchers_until_one_ends() {
    var first = decisions.watch(all -> true, 2, () -> {}).orElseThrow();
    assertThat(decisions.watch(all -> true, 2, () -> {})).isPresent();
    assertThat(decisions.watch(all -> true, 2, () -> {})).isEmpty();
    first.close();
    assertThat(decisions.watch(all -> true, 2, () -> {})).isPresent();
    add("a");
    assertThat(first.take(10)).as("after the end").isEmpty();
  }

  @Test
  void nothing_is_lost_uncounted_whatever_is_taken_when() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      var watch = decisions.watch(all -> true, 1 + random.nextInt(4), () -> {}).orElseThrow();
      List<String> got = new ArrayList<>();
      int sent = random.nextInt(40);
      for (int i = 0; i < sent; i++) {
        add(Integer.toString(i));
        if (random.nextInt(3) == 0) {
          got.addAll(watch.take(random.nextInt(4)));
        }
      }
      got.addAll(watch.take(100));
      assertThat(got.size() + watch.missed()).as("seed %d", seed).isEqualTo(sent);
      assertThat(got.stream().map(Integer::valueOf).toList()).as("seed %d", seed).isSorted();
      watch.close();
    }
  }

  @Test
  void methods_are_chosen_by_full_or_simple_name_of_method_or_service() {
    String detect = "shop.v1.Vision/detect";
    for (String wanted :
        List.of("", "shop.v1.Vision/detect", "Vision/detect", "shop.v1.Vision", "Vision")) {
      assertThat(new MethodFilter(wanted).takes(detect)).as(wanted).isTrue();
    }
    for (String wanted : List.of("ision", "detect", "Vision/", "v1", "shop", "Vision/detec", "/")) {
      assertThat(new MethodFilter(wanted).takes(detect)).as(wanted).isFalse();
    }
  }

  private void add(String... ids) {
    for (String id : ids) {
      decisions.add(kept(id));
    }
  }

  private static Kept<String> kept(String id) {
    return new Kept<>(id, "s/m", false, id);
  }
}

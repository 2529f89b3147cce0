package dev.edgewise.serving.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PreloadsTest {
  private final List<String> begun = Collections.synchronizedList(new ArrayList<>());

  private Preloads.Load load(String name) {
    return load(name, () -> {});
  }

  private Preloads.Load load(String name, Preloads.Loader work) {
    return new Preloads.Load(
        name,
        () -> {
          begun.add(name);
          work.load();
        });
  }

  private static void await(Preloads preloads) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    preloads.whenOver(over::countDown);
    assertThat(over.await(50, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void they_come_in_their_order_and_those_that_fail_are_passed_over() throws Exception {
    Preloads preloads =
        new Preloads(
            List.of(
                load("a"),
                load(
                    "b",
                    () -> {
                      throw new IllegalStateException("garbled");
                    }),
                load(
                    "c",
                    () -> {
                      throw new StackOverflowError();
                    }),
                load("d")));
    assertThat(preloads.over()).isFalse();
    preloads.begin(1);
    await(preloads);

    assertThat(begun).containsExactly("a", "b", "c", "d");
    assertThat(preloads.over()).isTrue();
    assertThat(preloads.progress()).isEqualTo(new Preloads.Progress(4, 2, 2, List.of()));
  }

  @Test
  void so_many_at_a_time_and_none_after_it_was_closed() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    Preloads.Loader held =
        () -> {
          threads.add(Thread.currentThread());
          both.countDown();
          go.await();
        };
    Preloads preloads = new Preloads(List.of(load("a", held), load("b", held), load("c")));
    preloads.begin(2);
    both.await();
    assertThat(begun).containsExactlyInAnyOrder("a", "b");
    assertThat(preloads.progress().inWords())
        .isEqualTo("0 of 3 models to preload are in memory, to come: a, b, c");

    preloads.close();
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(begun).doesNotContain("c");
    assertThat(preloads.over()).as("c is not there").isFalse();
  }

  @Test
  void with_nothing_to_load_it_is_over_at_once() {
    Preloads preloads = new Preloads(List.of());
    List<String> told = new ArrayList<>();
    preloads.begin(2);
    preloads.whenOver(() -> told.add("over"));
    assertThat(told).containsExactly("over");
  }
}

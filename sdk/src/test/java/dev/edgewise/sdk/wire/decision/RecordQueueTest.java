package dev.edgewise.sdk.wire.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RecordQueueTest {
  @Test
  void what_is_notable_goes_first_and_is_dropped_last() throws InterruptedException {
    RecordQueue<String> queue = new RecordQueue<>(3);
    queue.offer("plain 1", false);
    queue.offer("plain 2", false);
    queue.offer("notable 1", true);
    queue.offer("notable 2", true);
    queue.offer("plain 3", false);

    assertThat(queue.dropped()).isEqualTo(2);
    assertThat(queue.take()).isEqualTo("notable 1");
    assertThat(queue.poll(10)).containsExactly("notable 2", "plain 2");
    assertThat(queue.poll(10)).isEmpty();
  }

  @Test
  void a_closed_queue_gives_what_it_has_and_takes_nothing() throws InterruptedException {
    RecordQueue<String> queue = new RecordQueue<>(3);
    queue.offer("last", true);
    queue.close();
    queue.offer("late", true);

    assertThat(queue.take()).isEqualTo("last");
    assertThat(queue.take()).isNull();
    assertThat(queue.dropped()).isEqualTo(1);
  }
}

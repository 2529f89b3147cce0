package dev.edgewise.sdk.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class CallersThreadTest {
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private final Queue<Thread> ranOn = new ConcurrentLinkedQueue<>();

  private static Thread begin(Runnable task) {
    Thread thread = new Thread(task);
    thread.start();
    return thread;
  }

  @Test
  void what_comes_while_it_waits_runs_on_the_thread_that_waits() throws Exception {
    CallersThread waiting = new CallersThread();
    waiting.execute(() -> ranOn.add(Thread.currentThread()));
    Thread other =
        begin(
            () -> {
              waiting.execute(() -> ranOn.add(Thread.currentThread()));
              waiting.execute(() -> end.complete("done"));
            });
    waiting.await(end);
    other.join();
    assertThat(ranOn).containsExactly(Thread.currentThread(), Thread.currentThread());
    assertThat(end).isCompletedWithValue("done");
  }

  @Test
  void an_end_that_comes_by_another_way_wakes_it() throws Exception {
    CallersThread waiting = new CallersThread();
    Thread other = begin(() -> end.complete("out of time"));
    waiting.await(end);
    other.join();
    assertThat(end).isCompletedWithValue("out of time");
  }

  @Test
  void what_comes_when_nobody_waits_any_longer_runs_where_it_comes() throws Exception {
    CallersThread waiting = new CallersThread();
    end.complete("done");
    waiting.await(end);
    Thread other = begin(() -> waiting.execute(() -> ranOn.add(Thread.currentThread())));
    other.join();
    assertThat(ranOn).containsExactly(other);
  }

  @Test
  void nothing_is_lost_between_waiting_and_having_gone() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      CompletableFuture<String> ended = new CompletableFuture<>();
      CallersThread waiting = new CallersThread();
      CountDownLatch ran = new CountDownLatch(2);
      Thread other =
          begin(
              () -> {
                waiting.execute(
                    () -> {
                      ended.complete("done");
                      ran.countDown();
                    });
                waiting.execute(ran::countDown);
              });
      waiting.await(ended);
      other.join();
      assertThat(ran.getCount()).isZero();
    }
  }

  @Test
  void an_interrupt_ends_the_waiting() {
    CallersThread waiting = new CallersThread();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> waiting.await(end)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}

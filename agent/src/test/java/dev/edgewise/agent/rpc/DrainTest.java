package dev.edgewise.agent.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.serve.Capacity;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.sdk.link.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class DrainTest {
  private static final byte[] EMPTY = new byte[0];

  @Test
  void admitted_calls_end_well_and_new_ones_are_sent_elsewhere() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(2);
    FakeService service =
        new FakeService()
            .on(
                "wait",
                (request, context) -> {
                  running.countDown();
                  gate.await();
                  return request;
                });
    try (Rig rig = Rig.of(service)) {
      List<Rig.Sent> admitted = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        admitted.add(rig.send("wait", EMPTY));
      }
      assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
      awaitQueued(rig, 4);
      CompletableFuture<Boolean> drained =
          CompletableFuture.supplyAsync(() -> drain(rig, Rig.LONG), rig.executor);
      awaitDraining(rig);
      Reply refused = rig.send("wait", EMPTY).await();
      assertThat(refused).isInstanceOf(Reply.NotRun.class);
      assertThat(((Reply.NotRun) refused).code()).isEqualTo(ErrorCode.DRAINING);
      assertThat(((Reply.NotRun) refused).load().orElseThrow().draining()).isTrue();
      gate.countDown();
      admitted.forEach(Rig.Sent::answer);
      assertThat(drained.orTimeout(60, TimeUnit.SECONDS).join()).isTrue();
    }
  }

  @Test
  void calls_that_take_too_long_are_cut_off() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    FakeService service =
        new FakeService()
            .on(
                "wait",
                (request, context) -> {
                  running.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    // As many bodies do; it must not look like a failure of the method.
                    throw new IllegalStateException(e);
                  } finally {
                    interrupted.countDown();
                  }
                  return request;
                });
    try (Rig rig = Rig.of(service)) {
      Rig.Sent sent = rig.send("wait", EMPTY);
      assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(rig.server.drain(Duration.ofMillis(50))).isFalse();
      assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(sent.await()).isInstanceOf(Reply.Lost.class);
    }
  }

  @Test
  void under_load_every_call_ends_well_or_is_known_not_to_have_run() throws Exception {
    for (int round = 0; round < 5; round++) {
      drainUnderLoad();
    }
  }

  private static void drainUnderLoad() throws Exception {
    FakeService service = new FakeService().on("echo", (request, context) -> request);
    try (Rig rig = Rig.of(service, new Capacity(2, 100, 500, 1 << 24, 1 << 28))) {
      ConcurrentLinkedQueue<Reply> wrong = new ConcurrentLinkedQueue<>();
      CountDownLatch answered = new CountDownLatch(50);
      CountDownLatch callersDone = new CountDownLatch(8);
      CountDownLatch stopped = new CountDownLatch(1);
      for (int caller = 0; caller < 8; caller++) {
        rig.executor.execute(
            () -> {
              // Each goes on until the server has gone and its calls never leave.
              while (stopped.getCount() > 0) {
                Reply reply = rig.send("echo", new byte[100]).await();
                if (reply instanceof Reply.Answered) {
                  answered.countDown();
                } else if (!(reply instanceof Reply.NotRun)) {
                  wrong.add(reply);
                }
              }
              callersDone.countDown();
            });
      }
      assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
      // These callers will not be taught, so nothing is gained by turning them away for long.
      assertThat(rig.server.drain(Rig.LONG, Duration.ofMillis(100))).isTrue();
      stopped.countDown();
      assertThat(callersDone.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(wrong).isEmpty();
    }
  }

  private static boolean drain(Rig rig, Duration patience) {
    try {
      return rig.server.drain(patience);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitDraining(Rig rig) {
    awaitLoad(rig, Load::draining);
  }

  private static void awaitQueued(Rig rig, int queued) {
    awaitLoad(rig, load -> load.queued() == queued);
  }

  private static void awaitLoad(Rig rig, Predicate<Load> wanted) {
    Semaphore seen = new Semaphore(0);
    for (int i = 0; i < 10_000; i++) {
      CompletableFuture<Optional<Load>> load = new CompletableFuture<>();
      rig.link.probe(Rig.LONG, load::complete);
      if (load.orTimeout(60, TimeUnit.SECONDS).join().filter(wanted).isPresent()) {
        seen.release();
        break;
      }
    }
    assertThat(seen.availablePermits()).isEqualTo(1);
  }
}

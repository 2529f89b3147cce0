package dev.edgewise.agent.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.serve.Capacity;
import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Trust;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Each call is counted once, under what its caller saw. */
final class MeteringTest {
  private static final byte[] EMPTY = new byte[0];

  private static void awaitTold(Rig rig, String... told) {
    while (rig.meter.told.size() < told.length) {
      Thread.onSpinWait();
    }
    assertThat(rig.meter.told).containsExactly(told);
  }

  @Test
  void what_a_call_came_to_is_counted_under_its_status() {
    FakeService service =
        new FakeService()
            .on("echo", (request, context) -> request)
            .on(
                "fail",
                (request, context) -> {
                  throw new IllegalStateException();
                });
    try (Rig rig = Rig.of(service)) {
      rig.send("echo", EMPTY).await();
      rig.send("fail", EMPTY).await();
      rig.send("nothing", EMPTY).await();
      awaitTold(
          rig,
          "test.v1.Fake/echo OK",
          "test.v1.Fake/fail INTERNAL",
          "refused UNKNOWN_METHOD",
          "_OTHER UNIMPLEMENTED");
    }
  }

  @Test
  void what_is_turned_away_is_counted_under_its_reason() {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch in = new CountDownLatch(1);
    FakeService service =
        new FakeService()
            .on(
                "wait",
                (request, context) -> {
                  in.countDown();
                  go.await();
                  return request;
                });
    try (Rig rig = Rig.of(service, new Capacity(1, 0, 10, 1_000, 1 << 28))) {
      Rig.Sent first = rig.send("wait", EMPTY);
      await(in);
      rig.send("wait", EMPTY).await();
      go.countDown();
      first.await();
      awaitTold(
          rig,
          "refused OVERLOADED",
          "test.v1.Fake/wait RESOURCE_EXHAUSTED",
          "test.v1.Fake/wait OK");
    }
  }

  @Test
  void a_label_that_may_not_be_seen_here_is_counted() {
    FakeService service = new FakeService().on("echo", (request, context) -> request);
    try (Rig rig = Rig.with(service).node(Rig.node(Tier.CLOUD, Trust.OWN)).start()) {
      rig.send("echo", Label.LOCAL_ONLY).await();
      awaitTold(
          rig, "denied LOCAL_ONLY", "refused LABEL_REFUSED", "test.v1.Fake/echo PERMISSION_DENIED");
    }
  }

  @Test
  void a_call_that_was_given_up_is_counted_once_though_its_body_ends_later() {
    CountDownLatch in = new CountDownLatch(1);
    FakeService service =
        new FakeService()
            .on(
                "wait",
                (request, context) -> {
                  in.countDown();
                  new CountDownLatch(1).await();
                  return request;
                })
            .on("echo", (request, context) -> request);
    try (Rig rig = Rig.of(service)) {
      Rig.Sent sent = rig.send("wait", EMPTY, Duration.ofSeconds(50));
      await(in);
      sent.exchange().cancel();
      awaitTold(rig, "test.v1.Fake/wait CANCELLED");
      rig.send("echo", EMPTY).await();
      awaitTold(rig, "test.v1.Fake/wait CANCELLED", "test.v1.Fake/echo OK");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

package dev.edgewise.agent.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Needs;
import dev.edgewise.sdk.link.Described;
import dev.edgewise.sdk.link.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node has, and what it does not do without, over a socket. */
@Timeout(60)
final class AcceleratorsTest {
  private static final Accelerator TPU = new Accelerator("tpu", "v4", 0, true);

  private final AtomicInteger ran = new AtomicInteger();
  private final FakeService service =
      new FakeService()
          .needing(
              new Needs("gpu", 4_000_000_000L),
              "index",
              (request, context) -> {
                ran.incrementAndGet();
                return request;
              })
          .on("plain", (request, context) -> request);

  @Test
  void a_caller_that_does_not_know_the_need_is_refused_before_the_body_runs() throws Exception {
    try (Rig rig = Rig.with(service).accelerators(TPU).start()) {
      Reply reply = rig.send("index", Label.INTERNAL).await();
      Reply.NotRun refused = assertInstanceOf(Reply.NotRun.class, reply);
      assertThat(refused.code()).isEqualTo(ErrorCode.NO_ACCELERATOR);
      assertThat(refused.detail())
          .contains("test.v1.Fake/index needs gpu with 4.0 GB; n1 has tpu v4 (declared).");
      assertThat(ran).hasValue(0);
      rig.send("plain", Label.INTERNAL).answer();
    }
  }

  @Test
  void a_node_that_has_it_runs_the_call() throws Exception {
    try (Rig rig =
        Rig.with(service)
            .accelerators(TPU, new Accelerator("gpu", "T4", 16_000_000_000L))
            .start()) {
      rig.send("index", Label.INTERNAL).answer();
      assertThat(ran).hasValue(1);
    }
  }

  @Test
  void callers_are_told_what_the_node_has() throws Exception {
    try (Rig rig = Rig.with(service).accelerators(TPU).start()) {
      CompletableFuture<Described> described = new CompletableFuture<>();
      rig.link.describe(Duration.ofSeconds(20), described::complete);
      Described answer = described.get(30, TimeUnit.SECONDS);
      assertThat(assertInstanceOf(Described.Answer.class, answer).accelerators())
          .containsExactly(TPU);
    }
  }
}

package dev.edgewise.agent.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.serve.Capacity;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.host.FaultThrown;
import dev.edgewise.sdk.link.FaultMessage;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.MessageMarshaller;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Streams at the agent's door. */
final class StreamedCallsTest {
  private static final int ITEM = 4 * 1024;

  /**
   * What the two ends and HTTP/2 between them may hold: a window of 8 MiB, 32 KiB, and few items.
   */
  private static final int MOST_AHEAD = (8 * 1024 * 1024 + 32 * 1024) / ITEM + 4;

  private static FakeService.StreamingMethod counting(int items) {
    return (request, context, sink) -> {
      sink.opened();
      for (int i = 0; i < items; i++) {
        sink.item(Message.of(new byte[] {(byte) i}));
      }
    };
  }

  @Test
  void items_come_in_order_and_the_node_says_of_itself_how_long_opening_took() throws Exception {
    try (Rig rig = Rig.of(new FakeService().streams("count", counting(3)))) {
      Flow flow = Flow.of(rig, "count");
      assertThat(flow.awaitOpened()).isPresent();
      for (int i = 0; i < 3; i++) {
        assertThat(flow.next().bytes()).containsExactly(i);
      }
      Reply.Answered end = (Reply.Answered) flow.awaitEnd();
      assertThat(end.body().size()).isZero();
      assertThat(end.report()).isEqualTo(flow.awaitOpened());
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
    }
  }

  @Test
  void a_body_is_never_further_ahead_of_a_slow_reader_than_the_windows_allow() throws Exception {
    int items = 10_000;
    AtomicInteger produced = new AtomicInteger();
    FakeService service =
        new FakeService()
            .streams(
                "many",
                (request, context, sink) -> {
                  sink.opened();
                  for (int i = 0; i < items; i++) {
                    produced.incrementAndGet();
                    sink.item(Message.of(new byte[ITEM]));
                  }
                });
    try (Rig rig = Rig.of(service)) {
      Flow flow = Flow.of(rig, "many");
      int mostAhead = 0;
      for (int read = 0; read < items; read++) {
        mostAhead = Math.max(mostAhead, produced.get() - read);
        flow.next();
      }
      assertThat(flow.awaitEnd()).isInstanceOf(Reply.Answered.class);
      assertThat(mostAhead).isBetween(2, MOST_AHEAD);
    }
  }

  @Test
  void a_body_that_waits_for_something_is_interrupted_when_its_caller_closes() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    CompletableFuture<CallContext> seen = new CompletableFuture<>();
    FakeService service =
        new FakeService()
            .streams(
                "watch",
                (request, context, sink) -> {
                  sink.opened();
                  sink.item(Message.EMPTY);
                  try {
                    new CountDownLatch(1).await();
                  } finally {
                    seen.complete(context);
                    interrupted.countDown();
                  }
                });
    try (Rig rig = Rig.of(service)) {
      Flow flow = Flow.of(rig, "watch");
      flow.next();
      flow.cancel();
      assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(seen.join().isCancelled()).isTrue();
      assertThat(flow.awaitEnd()).isInstanceOf(Reply.Lost.class);
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
    }
  }

  @Test
  void a_body_that_waits_for_its_reader_is_stopped_when_its_caller_closes() throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    FakeService service =
        new FakeService()
            .streams(
                "flood",
                (request, context, sink) -> {
                  sink.opened();
                  try {
                    while (true) {
                      sink.item(Message.of(new byte[ITEM]));
                    }
                  } finally {
                    stopped.countDown();
                  }
                });
    try (Rig rig = Rig.of(service)) {
      Flow flow = Flow.of(rig, "flood");
      flow.next();
      flow.cancel();
      assertThat(stopped.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
    }
  }

  @Test
  void a_server_that_goes_leaves_no_silent_end() throws Exception {
    FakeService service = new FakeService().streams("watch", StreamedCallsTest::oneAndWait);
    try (Rig rig = Rig.of(service)) {
      Flow flow = Flow.of(rig, "watch");
      flow.next();
      rig.server.close();
      assertThat(flow.awaitEnd()).isInstanceOf(Reply.Lost.class);
    }
  }

  private static void oneAndWait(
      byte[] request, CallContext context, dev.edgewise.sdk.spi.ItemSink sink)
      throws InterruptedException {
    sink.opened();
    sink.item(Message.EMPTY);
    new CountDownLatch(1).await();
  }

  @Test
  void a_node_that_stops_ends_its_streams_and_says_so() throws Exception {
    FakeService service = new FakeService().streams("watch", StreamedCallsTest::oneAndWait);
    try (Rig rig = Rig.of(service)) {
      Flow flow = Flow.of(rig, "watch");
      flow.next();
      assertThat(rig.server.drain(Duration.ofMillis(50))).isTrue();
      Reply end = flow.awaitEnd();
      assertThat(end).as("it has run, so it is no refusal").isInstanceOf(Reply.Lost.class);
      assertThat(((Reply.Lost) end).detail()).contains("n1 is stopping");
    }
  }

  @Test
  void open_streams_take_no_place_of_calls_and_have_a_limit_of_their_own() throws Exception {
    FakeService service =
        new FakeService()
            .streams("watch", StreamedCallsTest::oneAndWait)
            .on("echo", (request, context) -> request);
    try (Rig rig = Rig.of(service, new Capacity(1, 0, 1, 1 << 20, 1 << 20, 2))) {
      List<Flow> open = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        open.add(Flow.of(rig, "watch"));
        open.get(i).next();
      }
      Reply refused = Flow.of(rig, "watch").awaitEnd();
      assertThat(((Reply.NotRun) refused).code()).isEqualTo(ErrorCode.OVERLOADED);
      assertThat(((Reply.NotRun) refused).detail()).contains("2 streams open", "maxOpenStreams");
      assertThat(rig.send("echo", new byte[] {1}).answer()).containsExactly(1);
      assertThat(rig.admission.load().inFlight()).isZero();
      assertThat(rig.admission.load().queued()).isZero();
      assertThat(rig.admission.openStreams()).isEqualTo(2);
      open.forEach(Flow::cancel);
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
      assertThat(rig.admission.openStreams()).isZero();
    }
  }

  @Test
  void a_declared_exception_comes_behind_the_items_before_it() throws Exception {
    FakeService service =
        new FakeService()
            .streams(
                "fail",
                (request, context, sink) -> {
                  sink.opened();
                  sink.item(Message.EMPTY);
                  throw new FaultThrown(
                      new FaultMessage("test.v1.Closed", Message.of(new byte[] {8, 1})), "closed");
                });
    try (Rig rig = Rig.of(service)) {
      Flow flow = Flow.of(rig, "fail");
      flow.next();
      Reply.Failed end = (Reply.Failed) flow.awaitEnd();
      assertThat(end.code()).isEqualTo(ErrorCode.FAULT);
      assertThat(end.fault().orElseThrow().messageName()).isEqualTo("test.v1.Closed");
    }
  }

  @Test
  void large_items_and_large_requests_go_in_chunks() throws Exception {
    FakeService service =
        new FakeService()
            .streams(
                "echo",
                (request, context, sink) -> {
                  sink.opened();
                  sink.item(Message.of(request));
                  sink.item(Message.of(new byte[] {1}));
                  sink.item(Message.of(request));
                });
    byte[] large = new byte[6 * 1024 * 1024];
    large[large.length - 1] = 9;
    try (Rig rig = Rig.of(service)) {
      Flow flow = Flow.of(rig, "echo", large, Rig.LONG);
      assertThat(flow.next().bytes()).isEqualTo(large);
      assertThat(flow.next().bytes()).containsExactly(1);
      assertThat(flow.next().bytes()).isEqualTo(large);
      assertThat(flow.awaitEnd()).isInstanceOf(Reply.Answered.class);
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
    }
  }

  @Test
  void the_deadline_ends_it() throws Exception {
    FakeService service = new FakeService().streams("watch", StreamedCallsTest::oneAndWait);
    try (Rig rig = Rig.of(service)) {
      Flow flow = Flow.of(rig, "watch", new byte[0], Duration.ofMillis(300));
      assertThat(flow.awaitEnd()).isInstanceOf(Reply.Expired.class);
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
    }
  }

  @Test
  void a_caller_that_knows_nothing_of_us_reads_plain_messages() throws Exception {
    try (Rig rig = Rig.of(new FakeService().streams("count", counting(5)))) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", rig.server.port()).usePlaintext().build();
      List<Integer> items = new ArrayList<>();
      ClientCalls.blockingServerStreamingCall(
              channel,
              MessageMarshaller.method(MethodType.SERVER_STREAMING, FakeService.NAME + "/count"),
              CallOptions.DEFAULT,
              Message.EMPTY)
          .forEachRemaining(item -> items.add((int) item.bytes()[0]));
      assertThat(items).containsExactly(0, 1, 2, 3, 4);
      channel.shutdownNow();
    }
  }
}

package dev.edgewise.agent.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.serve.Capacity;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Trust;
import dev.edgewise.proto.v1.ChunkedRequest;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.sdk.wire.WireNames;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages beyond what gRPC calls one, from the SDK and from callers that are none. */
@Timeout(120)
final class ChunkedCallsTest {
  private static final String ECHO = FakeService.NAME + "/echo";
  private static final int MIB = 1 << 20;

  private static FakeService echo() {
    return new FakeService().on("echo", (request, context) -> request);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void large_messages_go_there_and_back_and_leave_nothing_behind() throws Exception {
    try (Rig rig = Rig.of(echo(), new Capacity(2, 8, 500, 64 * MIB, 12 * MIB))) {
      for (int i = 0; i < 4; i++) {
        byte[] bytes = random(9 * MIB + i);
        assertThat(rig.send("echo", bytes).answer()).isEqualTo(bytes);
      }
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
      assertThat(rig.meter.told)
          .containsExactly(ECHO + " OK", ECHO + " OK", ECHO + " OK", ECHO + " OK");
    }
  }

  @Test
  void an_answer_that_nobody_foresaw_to_be_large_needs_no_second_run() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    byte[] large = random(9 * MIB);
    FakeService service =
        new FakeService()
            .on(
                "grow",
                (request, context) -> {
                  runs.incrementAndGet();
                  return large;
                });
    try (Rig rig = Rig.of(service)) {
      assertThat(rig.send("grow", new byte[1]).answer()).isEqualTo(large);
      assertThat(runs).hasValue(1);
    }
  }

  @Test
  void a_plain_caller_gets_what_grpc_takes_and_beyond_it_the_advice() throws Exception {
    FakeService service =
        new FakeService()
            .on("fits", (request, context) -> new byte[4 * MIB])
            .on("grow", (request, context) -> new byte[4 * MIB + 1]);
    try (Rig rig = Rig.of(service)) {
      ManagedChannel channel = ChunkedCaller.channel(rig);
      ChunkedCaller.Ended grown = plain(channel, "grow");
      assertThat(grown.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(grown.status().getDescription())
          .contains("4194305", "4194304", "edgewise.v1.Chunked/Call");
      assertThat(code(grown)).isEqualTo(ErrorCode.TOO_LARGE.id());
      assertThat(
              ClientCalls.blockingUnaryCall(
                      channel,
                      MessageMarshaller.unary(FakeService.NAME + "/fits"),
                      CallOptions.DEFAULT,
                      Message.EMPTY)
                  .size())
          .isEqualTo(4 * MIB);
      channel.shutdownNow();
    }
  }

  private static ChunkedCaller.Ended plain(ManagedChannel channel, String method) {
    ChunkedCaller caller =
        ChunkedCaller.open(channel, FakeService.NAME + "/" + method, new Metadata());
    return caller.send(ChunkedRequest.newBuilder()).finish();
  }

  @Test
  void a_caller_of_any_language_sends_and_gets_chunks() throws Exception {
    try (Rig rig = Rig.of(echo())) {
      ManagedChannel channel = ChunkedCaller.channel(rig);
      byte[] first = random(MIB);
      byte[] second = random(700_000);
      ChunkedCaller caller =
          ChunkedCaller.open(channel, label("internal"))
              .begin(ECHO, first.length + second.length)
              .taken()
              .chunk(first)
              .chunk(new byte[0])
              .chunk(second);
      ChunkedCaller.Ended ended = caller.finish();
      assertThat(ended.status().getCode()).isEqualTo(Status.Code.OK);
      assertThat(ended.trailers().get(WireNames.REPORT)).isNotNull();
      assertThat(caller.headers.join().get(WireNames.CHUNKS)).isEqualTo("1");
      assertThat(caller.frames.get(0).getBegin().getTotalBytes()).isEqualTo(MIB + 700_000);
      assertThat(caller.answer()).startsWith(first).endsWith(second).hasSize(MIB + 700_000);

      ChunkedCaller nothing = ChunkedCaller.open(channel, new Metadata()).begin(ECHO, 0);
      assertThat(nothing.finish().status().getCode()).isEqualTo(Status.Code.OK);
      assertThat(nothing.frames).hasSize(1);
      channel.shutdownNow();
    }
  }

  @Test
  void frames_that_break_the_rules_are_refused_with_what_is_wrong() throws Exception {
    try (Rig rig = Rig.of(echo())) {
      ManagedChannel channel = ChunkedCaller.channel(rig);
      bad(open(channel), "no Begin");
      bad(open(channel).chunk(new byte[3]), "before Begin");
      bad(open(channel).begin(ECHO, 10).taken().begin(ECHO, 10), "second");
      bad(open(channel).begin(ECHO, -1), "-1 bytes");
      bad(open(channel).begin(ECHO, 10).taken().chunk(new byte[11]), "more than the 10 bytes");
      bad(open(channel).begin(ECHO, 10).taken().chunk(new byte[9]), "9 of 10 bytes");
      bad(open(channel).begin(ECHO, 10), "0 of 10 bytes");
      bad(open(channel).begin(ECHO, 5 * MIB), "without chunks");
      bad(open(channel).begin(ECHO, 5 * MIB).taken().chunk(new byte[MIB + 1]), "at most 1048576");
      bad(
          open(channel).begin(ECHO, 3).taken().chunk(new byte[3]).chunk(new byte[1]),
          "more than the 3 bytes");
      bad(open(channel).send(ChunkedRequest.newBuilder()), "neither begin nor chunk");
      bad(ChunkedCaller.open(channel, label("secret")).begin(ECHO, 3), "local-only");
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
      rig.send("echo", random(3 * MIB)).answer();
      channel.shutdownNow();
    }
  }

  private static ChunkedCaller open(ManagedChannel channel) {
    return ChunkedCaller.open(channel, new Metadata());
  }

  private static void bad(ChunkedCaller caller, String words) {
    ChunkedCaller.Ended ended = caller.finish();
    assertThat(ended.status().getCode()).as(words).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(ended.status().getDescription()).contains(words);
    assertThat(code(ended)).isEqualTo(ErrorCode.BAD_REQUEST.id());
    assertThat(caller.frames).isEmpty();
  }

  @Test
  void the_rules_of_plain_calls_hold_before_any_payload_comes() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    FakeService service =
        new FakeService()
            .on(
                "echo",
                (request, context) -> {
                  ran.incrementAndGet();
                  return request;
                });
    try (Rig rig = Rig.with(service).node(Rig.node(Tier.CLOUD, Trust.SHARED)).start()) {
      ManagedChannel channel = ChunkedCaller.channel(rig);
      ChunkedCaller.Ended label =
          ChunkedCaller.open(channel, label("internal")).begin(ECHO, 5 * MIB).end();
      assertThat(code(label)).isEqualTo(ErrorCode.LABEL_REFUSED.id());

      ChunkedCaller.Ended unknown =
          ChunkedCaller.open(channel, label("public")).begin("no.Such/method", 5 * MIB).end();
      assertThat(unknown.status().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
      assertThat(unknown.status().getDescription()).contains("no.Such/method", ECHO);

      ChunkedCaller.Ended tooLarge =
          ChunkedCaller.open(channel, label("public")).begin(ECHO, 129L * MIB).end();
      assertThat(code(tooLarge)).isEqualTo(ErrorCode.TOO_LARGE.id());
      assertThat(tooLarge.status().getDescription()).contains("135266304", "134217728", "maxWhole");

      rig.admission.drain(true);
      Reply refused = rig.send("echo", random(3 * MIB)).await();
      assertThat(((Reply.NotRun) refused).code()).isEqualTo(ErrorCode.DRAINING);
      rig.admission.drain(false);
      assertThat(ran).hasValue(0);
      rig.send("echo", random(3 * MIB)).answer();
      channel.shutdownNow();
    }
  }

  @Test
  void bytes_are_held_from_begin_to_end_and_what_does_not_fit_goes_elsewhere() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    FakeService service =
        new FakeService()
            .on(
                "wait",
                (request, context) -> {
                  gate.await();
                  return new byte[0];
                });
    try (Rig rig = Rig.of(service, new Capacity(8, 8, 500, 64 * MIB, 8 * MIB))) {
      ManagedChannel channel = ChunkedCaller.channel(rig);
      ChunkedCaller announced = open(channel).begin(FakeService.NAME + "/wait", 5 * MIB).taken();
      Reply refused = rig.send("wait", random(4 * MIB)).await();
      assertThat(((Reply.NotRun) refused).code()).isEqualTo(ErrorCode.OVERLOADED);
      Rig.Sent small = rig.send("wait", random(100));
      Rig.Sent fits = rig.send("wait", random(3 * MIB));

      announced.call.cancel("has changed its mind", null);
      announced.ended.orTimeout(60, TimeUnit.SECONDS).join();
      gate.countDown();
      small.answer();
      fits.answer();
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
      rig.send("wait", random(8 * MIB)).answer();
      channel.shutdownNow();
    }
  }

  @Test
  void callers_that_never_say_what_they_want_are_bounded_and_sent_away() throws Exception {
    try (Rig rig = Rig.of(echo())) {
      ManagedChannel channel = ChunkedCaller.channel(rig);
      // Calls that were opened before there was a connection may come in any order.
      bad(open(channel), "no Begin");
      List<ChunkedCaller> silent = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        silent.add(open(channel));
      }
      ChunkedCaller.Ended beyond = open(channel).end();
      assertThat(code(beyond)).isEqualTo(ErrorCode.OVERLOADED.id());
      rig.send("echo", random(100)).answer();
      silent.forEach(caller -> bad(caller, "no Begin"));
      rig.send("echo", random(3 * MIB)).answer();
      channel.shutdownNow();
    }
  }

  @Test
  void a_caller_that_falls_silent_gives_its_room_back() throws Exception {
    try (Rig rig = Rig.with(echo()).inHaste(100).start()) {
      ManagedChannel channel = ChunkedCaller.channel(rig);
      for (ChunkedCaller caller :
          List.of(open(channel), open(channel).begin(ECHO, 5 * MIB).taken().chunk(new byte[MIB]))) {
        ChunkedCaller.Ended ended = caller.end();
        assertThat(code(ended)).isEqualTo(ErrorCode.EXPIRED.id());
        assertThat(ended.status().getDescription())
            .contains("Nothing of the request came for 30 s");
      }
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
      channel.shutdownNow();
    }
  }

  @Test
  void a_caller_that_takes_nothing_holds_no_more_than_its_answer_and_no_slot() throws Exception {
    FakeService service = new FakeService().on("grow", (request, context) -> new byte[40 * MIB]);
    try (Rig rig = Rig.of(service, new Capacity(1, 8, 500, 96 * MIB, 8 * MIB))) {
      ManagedChannel channel = ChunkedCaller.channel(rig);
      ChunkedCaller slow = open(channel).begin(FakeService.NAME + "/grow", 0).taken();
      slow.call.halfClose();
      rig.send("grow", new byte[1]).answer();

      slow.call.cancel("has seen enough", null);
      slow.ended.orTimeout(60, TimeUnit.SECONDS).join();
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
      channel.shutdownNow();
    }
  }

  private static @Nullable String code(ChunkedCaller.Ended ended) {
    return ended.trailers().get(WireNames.CODE);
  }

  private static Metadata label(String label) {
    Metadata headers = new Metadata();
    headers.put(WireNames.LABEL, label);
    return headers;
  }
}

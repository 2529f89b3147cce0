package dev.edgewise.sdk.wire;

import static dev.edgewise.sdk.wire.Replies.request;
import static dev.edgewise.sdk.wire.Replies.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.proto.v1.ChunkedRequest;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ChunkedCallTest {
  private static final String ECHO = "test.v1.Echo/echo";
  private static final int MIB = 1 << 20;
  private static final Load LOAD = new Load(3, 2, 2, Duration.ofMillis(5), false, 7);

  private final RealTime time = new RealTime();
  private final GrpcTransport transport = GrpcTransport.create(time, time.executor());
  private final Heard heard = new Heard();

  /** Takes whatever is announced, chunk by chunk. */
  private static class Taking implements PlayedChunks.Node {
    @Override
    public void begun(ServerCall<Message, Message> call, ChunkedRequest begin) {
      call.sendHeaders(PlayedChunks.inChunks());
      call.request(1);
    }

    @Override
    public void chunk(ServerCall<Message, Message> call, ChunkedRequest chunk) {
      call.request(1);
    }
  }

  @AfterEach
  void close() {
    transport.close();
    time.close();
  }

  @Test
  void a_large_request_goes_in_chunks_and_its_answer_comes_in_chunks() throws Exception {
    Message answer = random(9 * MIB);
    Metadata trailers = new Metadata();
    CallReport report = new CallReport(LOAD, Duration.ofMillis(1), Duration.ofMillis(4));
    Statuses.putReport(trailers, report);
    PlayedChunks node =
        new PlayedChunks(
            new Taking() {
              @Override
              public void halfClosed(ServerCall<Message, Message> call) {
                frames(answer, call);
                call.close(Status.OK, trailers);
              }
            });
    Message request = Message.of(List.of(random(3).contiguous(), random(5 * MIB).contiguous()));
    try (LoopbackServer server = server(node)) {
      Reply reply = send(connected(server), ECHO, request);

      Reply.Answered answered = assertInstanceOf(Reply.Answered.class, reply);
      assertThat(answered.body().contiguous()).isEqualTo(answer.contiguous());
      assertThat(answered.body().contiguous().isDirect()).isTrue();
      assertThat(answered.report()).contains(report);
    }
    assertThat(node.frames.get(0).getBegin().getMethod()).isEqualTo(ECHO);
    assertThat(node.frames.get(0).getBegin().getTotalBytes()).isEqualTo(5 * MIB + 3);
    assertThat(node.frames.get(0).getBegin().getAlignAt()).isEqualTo(3);
    assertThat(node.received()).isEqualTo(request.bytes());
    Metadata headers = node.headers.remove();
    assertThat(headers.get(WireNames.LABEL)).isEqualTo("confidential");
    assertThat(headers.get(WireNames.DECISION)).isEqualTo("d-1");
    assertThat(headers.keys()).contains("grpc-timeout");
  }

  private static void frames(Message answer, ServerCall<Message, Message> call) {
    ChunkWriter writer = ChunkWriter.answer(answer);
    while (writer.hasNext()) {
      call.sendMessage(writer.next());
    }
  }

  @Test
  void nothing_but_begin_is_sent_to_a_node_that_does_not_take_it_and_it_did_not_run()
      throws Exception {
    PlayedChunks node =
        new PlayedChunks(
            new PlayedChunks.Node() {
              @Override
              public void begun(ServerCall<Message, Message> call, ChunkedRequest begin) {
                call.request(10);
                call.close(
                    Statuses.status(ErrorCode.OVERLOADED, "too many bytes"),
                    Statuses.trailers(
                        ErrorCode.OVERLOADED, Optional.of(Statuses.refusalReport(LOAD))));
              }
            });
    try (LoopbackServer server = server(node)) {
      Reply reply = send(connected(server), ECHO, new byte[3 * MIB]);

      Reply.NotRun notRun = assertInstanceOf(Reply.NotRun.class, reply);
      assertThat(notRun.code()).isEqualTo(ErrorCode.OVERLOADED);
      assertThat(notRun.load()).contains(LOAD);
      assertThat(node.frames).hasSize(1);
    }
  }

  @Test
  void what_was_not_sent_whole_did_not_run() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    PlayedChunks node =
        new PlayedChunks(
            new Taking() {
              @Override
              public void chunk(ServerCall<Message, Message> call, ChunkedRequest chunk) {
                first.countDown();
              }
            });
    try (LoopbackServer server = server(node)) {
      Replies replies = new Replies();
      connected(server).send(large(64), replies::add);
      assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();

      server.stop();

      Reply.NotRun notRun = assertInstanceOf(Reply.NotRun.class, replies.only());
      assertThat(notRun.code()).isEqualTo(ErrorCode.NODE_LOST);
      assertThat(node.frames).hasSize(2);
    }
  }

  @Test
  void what_was_sent_whole_is_in_doubt_when_the_node_goes() throws Exception {
    CountDownLatch whole = new CountDownLatch(1);
    PlayedChunks node =
        new PlayedChunks(
            new Taking() {
              @Override
              public void halfClosed(ServerCall<Message, Message> call) {
                whole.countDown();
              }
            });
    try (LoopbackServer server = server(node)) {
      Replies replies = new Replies();
      connected(server).send(large(3), replies::add);
      assertThat(whole.await(20, TimeUnit.SECONDS)).isTrue();

      server.stop();

      assertThat(replies.only()).isInstanceOf(Reply.Lost.class);
    }
  }

  @Test
  void a_call_is_given_up_in_the_middle_of_its_request_and_the_node_hears_of_it() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    PlayedChunks node =
        new PlayedChunks(
            new Taking() {
              @Override
              public void chunk(ServerCall<Message, Message> call, ChunkedRequest chunk) {
                first.countDown();
              }
            });
    try (LoopbackServer server = server(node)) {
      Replies replies = new Replies();
      Link.Exchange exchange = connected(server).send(large(64), replies::add);
      assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();

      exchange.cancel();
      exchange.cancel();

      assertThat(replies.only()).isEqualTo(new Reply.Lost("cancelled"));
      assertThat(node.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_node_that_never_says_whether_it_takes_it_costs_the_deadline_and_no_payload()
      throws Exception {
    PlayedChunks node =
        new PlayedChunks(
            new PlayedChunks.Node() {
              @Override
              public void begun(ServerCall<Message, Message> call, ChunkedRequest begin) {
                call.request(10);
              }
            });
    try (LoopbackServer server = server(node)) {
      Replies replies = new Replies();
      connected(server)
          .send(request(ECHO, new byte[3 * MIB], Duration.ofMillis(500)), replies::add);

      assertThat(replies.only()).isInstanceOf(Reply.Expired.class);
      assertThat(node.frames).hasSize(1);
    }
  }

  @Test
  void a_gibibyte_is_refused_and_nothing_of_it_is_sent() throws Exception {
    PlayedChunks node = new PlayedChunks(new Taking());
    Message gibibyte = Message.of(Collections.nCopies(1_024, ByteBuffer.allocate(MIB)));
    try (LoopbackServer server = server(node)) {
      Reply reply = send(connected(server), ECHO, gibibyte);

      Reply.Failed failed = assertInstanceOf(Reply.Failed.class, reply);
      assertThat(failed.code()).isEqualTo(ErrorCode.TOO_LARGE);
      assertThat(failed.detail()).contains("1073741824", "268435456", ECHO, "Send it in parts");
      assertThat(node.headers).isEmpty();
    }
  }

  @Test
  void a_node_without_chunks_did_not_run_it() throws Exception {
    try (LoopbackServer server = new LoopbackServer().on(ECHO, call -> {}).start()) {
      Reply reply = send(connected(server), ECHO, new byte[3 * MIB]);

      assertThat(assertInstanceOf(Reply.NotRun.class, reply).code())
          .isEqualTo(ErrorCode.UNKNOWN_METHOD);
    }
  }

  @Test
  void a_plain_call_says_that_it_takes_chunks_and_takes_them() throws Exception {
    Message answer = random(9 * MIB);
    Metadata[] seen = new Metadata[1];
    try (LoopbackServer server =
        answering(
            (call, headers) -> {
              seen[0] = headers;
              frames(answer, call);
            })) {
      Reply reply = send(connected(server), ECHO, new byte[3]);

      assertThat(assertInstanceOf(Reply.Answered.class, reply).body().contiguous())
          .isEqualTo(answer.contiguous());
      assertThat(seen[0].get(WireNames.CHUNKS)).isEqualTo("1");
    }
  }

  @Test
  void an_answer_that_is_announced_too_large_ends_the_call_before_it_comes() throws Exception {
    try (LoopbackServer server =
        answering(
            (call, headers) ->
                call.sendMessage(
                    ChunkFrame.beginMessage(Message.LARGEST + 1L, 0, ByteBuffer.allocate(0))))) {
      Reply.Failed failed =
          assertInstanceOf(Reply.Failed.class, send(connected(server), ECHO, new byte[3]));

      assertThat(failed.code()).isEqualTo(ErrorCode.TOO_LARGE);
      assertThat(failed.detail()).contains("268435457", "268435456");
    }
  }

  @Test
  void an_answer_that_breaks_the_rules_or_ends_too_early_is_a_bad_one() throws Exception {
    Message begin = ChunkFrame.beginMessage(10, 0, ByteBuffer.allocate(4));
    for (List<Message> frames :
        List.of(
            List.of(begin),
            List.of(begin, begin),
            List.of(Message.of(new byte[] {1})),
            List.of(
                ChunkFrame.beginMessage(1, 0, ByteBuffer.allocate(1)),
                ChunkFrame.beginMessage(1, 0, ByteBuffer.allocate(1))),
            List.<Message>of())) {
      Heard listener = new Heard();
      try (LoopbackServer server =
          answering((call, headers) -> frames.forEach(call::sendMessage))) {
        Link link = transport.open(server.address(), listener);
        assertThat(listener.next()).isEqualTo("connected");

        Reply.Failed failed = assertInstanceOf(Reply.Failed.class, send(link, ECHO, new byte[3]));

        assertThat(failed.code()).isEqualTo(ErrorCode.BAD_ANSWER);
      }
    }
  }

  /** What a node sends between the headers of an answer in chunks and its end. */
  @FunctionalInterface
  private interface Answering {
    void answer(ServerCall<Message, Message> call, Metadata headers);
  }

  private static LoopbackServer answering(Answering answering) throws Exception {
    return new LoopbackServer()
        .onRaw(
            ECHO,
            (call, headers) -> {
              call.sendHeaders(PlayedChunks.inChunks());
              answering.answer(call, headers);
              call.close(Status.OK, new Metadata());
              return new ServerCall.Listener<>() {};
            })
        .start();
  }

  private static dev.edgewise.sdk.link.Request large(int mebibytes) {
    return request(
        ECHO,
        Message.of(Collections.nCopies(mebibytes, ByteBuffer.allocate(MIB))),
        Duration.ofSeconds(20));
  }

  private static Message random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Message.of(bytes);
  }

  private static LoopbackServer server(PlayedChunks node) throws Exception {
    return new LoopbackServer().onRaw(ChunkFrame.METHOD, node).start();
  }

  private Link connected(LoopbackServer server) throws Exception {
    Link link = transport.open(server.address(), heard);
    assertThat(heard.next()).isEqualTo("connected");
    return link;
  }
}

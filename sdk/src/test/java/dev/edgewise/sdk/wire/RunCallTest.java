package dev.edgewise.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.core.model.ChainKey;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.proto.v1.GenerationCheckpoint;
import dev.edgewise.proto.v1.RunEvent;
import dev.edgewise.proto.v1.RunRequest;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Resumption;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Generations over real sockets, from a server that this test plays. */
@Timeout(60)
final class RunCallTest {
  private static final String WRITE = "test.v1.Echo/write";
  private static final CallReport REPORT =
      new CallReport(
          new Load(0, 0, 2, Duration.ZERO, false, 7), Duration.ZERO, Duration.ofMillis(4));
  private static final Checkpoint STOOD =
      Checkpoint.of(
          ChainKey.root(List.of()), 2, 2, Duration.ofSeconds(1), ByteBuffer.wrap(new byte[] {7}));

  private final RealTime time = new RealTime();
  private final GrpcTransport transport = GrpcTransport.create(time, time.executor());
  private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    transport.close();
    time.close();
  }

  private final class Telling implements Link.ItemListener {
    @Override
    public void opened(Optional<CallReport> report) {}

    @Override
    public void item(Message item) {
      told.add((int) item.bytes()[0]);
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
      told.add(checkpoint);
    }

    @Override
    public void plain(String because) {
      told.add(because);
    }

    @Override
    public void ended(Reply reply) {
      told.add(reply);
    }
  }

  private Object next() throws InterruptedException {
    Object next = told.poll(20, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  private static Resumption come(int chunks) {
    List<Message> emitted =
        java.util.stream.IntStream.rangeClosed(1, chunks)
            .mapToObj(i -> Message.of(new byte[] {(byte) i}))
            .toList();
    return new Resumption("g-1", 2, 5, emitted, Optional.of(STOOD));
  }

  private Link.ItemExchange run(LoopbackServer server, int had) throws Exception {
    Heard heard = new Heard();
    Link link = transport.open(server.address(), heard);
    assertThat(heard.next()).isEqualTo("connected");
    return link.stream(
        Replies.request(WRITE, new byte[] {9}, Duration.ofSeconds(20)).in(come(had)),
        new Telling());
  }

  private static void chunks(ServerCall<Message, Message> call, long... numbers) {
    for (long number : numbers) {
      call.sendMessage(RunFrames.chunk(number, Message.of(new byte[] {(byte) number})));
    }
  }

  private static Metadata opening() {
    Metadata headers = new Metadata();
    Statuses.putReport(headers, REPORT);
    return headers;
  }

  private static LoopbackServer playing(
      java.util.function.Consumer<ServerCall<Message, Message>> play) throws Exception {
    return new LoopbackServer()
        .on(
            RunFrames.METHOD,
            call -> {
              call.call().sendHeaders(opening());
              play.accept(call.call());
            })
        .start();
  }

  @Test
  void checkpoints_come_beside_the_items_that_were_asked_for() throws Exception {
    try (LoopbackServer server =
        playing(
            call -> {
              chunks(call, 1, 2);
              call.sendMessage(RunFrames.checkpoint(STOOD));
              chunks(call, 3);
              call.close(Status.OK, opening());
            })) {
      Link.ItemExchange exchange = run(server, 0);
      exchange.request(3);
      assertThat(next()).isEqualTo(1);
      assertThat(next()).isEqualTo(2);
      assertThat(next()).isEqualTo(STOOD);
      assertThat(next()).isEqualTo(3);
      exchange.request(1);
      assertThat(next()).isInstanceOf(Reply.Answered.class);
    }
  }

  @Test
  void what_came_already_is_left_out_and_a_gap_is_a_loss() throws Exception {
    try (LoopbackServer server = playing(call -> chunks(call, 2, 3, 4, 4, 3, 5, 7, 8))) {
      run(server, 3).request(3);
      assertThat(next()).isEqualTo(4);
      assertThat(next()).isEqualTo(5);
      Reply.Lost end = (Reply.Lost) next();
      assertThat(end.detail()).contains("item 7 came where 6 was due");
      assertThat(told).isEmpty();
    }
  }

  @Test
  void an_event_that_cannot_be_read_is_a_loss() throws Exception {
    try (LoopbackServer server =
        playing(call -> call.sendMessage(Message.of(new byte[] {10, 99, 1})))) {
      run(server, 3).request(3);
      assertThat(next()).isInstanceOf(Reply.Lost.class);
    }
  }

  @Test
  void an_older_node_runs_the_first_leg_as_a_plain_stream_and_no_other() throws Exception {
    for (int had : new int[] {0, 3}) {
      told.clear();
      try (LoopbackServer server =
          new LoopbackServer()
              .on(
                  RunFrames.METHOD,
                  call ->
                      call.call()
                          .close(
                              Statuses.status(
                                  ErrorCode.UNKNOWN_METHOD,
                                  "n1 does not offer " + RunFrames.METHOD + ". It offers x."),
                              Statuses.trailers(ErrorCode.UNKNOWN_METHOD, Optional.of(REPORT))))
              .on(
                  WRITE,
                  call -> {
                    call.call().sendHeaders(opening());
                    call.call().sendMessage(Message.of(new byte[] {1}));
                    call.call().close(Status.OK, opening());
                  })
              .start()) {
        run(server, had).request(5);
        if (had > 0) {
          assertThat(next()).isInstanceOf(Reply.NotRun.class);
        } else {
          assertThat(next()).isInstanceOf(String.class);
          assertThat(next()).isEqualTo(1);
          assertThat(next()).isInstanceOf(Reply.Answered.class);
        }
      }
    }
  }

  @Test
  void an_order_is_read_as_it_was_written_and_strangers_are_told_what_is_wrong() {
    RunFrames.Order order =
        RunFrames.order(
            RunFrames.order(
                Replies.request(WRITE, new byte[] {9}, Duration.ofSeconds(1)), come(3)));
    assertThat(order.method()).isEqualTo(WRITE);
    assertThat(order.request().bytes()).containsExactly(9);
    assertThat(order.generation().epoch()).isEqualTo(2);
    assertThat(order.generation().seed()).isEqualTo(5);
    assertThat(order.generation().emitted()).hasSize(3);
    assertThat(order.generation().checkpoint()).contains(STOOD);

    RunRequest.Builder good = RunRequest.newBuilder().setGeneration("g").setEpoch(1);
    assertThat(RunFrames.order(message(good)).generation().id()).isEqualTo("g");
    assertThatThrownBy(() -> RunFrames.order(message(good.clone().setGeneration("no name!"))))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining("name");
    assertThatThrownBy(() -> RunFrames.order(message(good.clone().setEpoch(0))))
        .isInstanceOf(MalformedMessage.class);
    assertThat(
            RunFrames.order(
                    message(
                        good.clone()
                            .setCheckpoint(GenerationCheckpoint.newBuilder().setKey("short"))))
                .generation()
                .checkpoint())
        .as("one that is none is as good as none")
        .isEmpty();
  }

  private static Message message(RunRequest.Builder order) {
    return Message.of(order.build().toByteArray());
  }

  @Test
  void a_checkpoint_that_does_not_fit_stays_behind() {
    Checkpoint large =
        Checkpoint.of(
            ChainKey.root(List.of()),
            1,
            1,
            Duration.ZERO,
            ByteBuffer.allocate(Checkpoint.MOST_IN_BAND));
    Resumption come =
        new Resumption("g", 1, 1, List.of(Message.of(new byte[3 << 20])), Optional.of(large));
    Message order = RunFrames.order(Replies.request(WRITE, new byte[9], Duration.ZERO), come);
    assertThat(order.size()).isLessThan(4 << 20);
    assertThat(RunFrames.order(order).generation().checkpoint()).isEmpty();
  }

  @Test
  void whatever_bytes_come_are_an_event_or_a_complaint() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes =
          RunEvent.newBuilder()
              .setCheckpoint(GenerationCheckpoint.newBuilder().setKey("k").setStep(i))
              .build()
              .toByteArray();
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(RunFrames.event(Message.of(bytes))).isNotNull();
      } catch (MalformedMessage e) {
        assertThat(e).hasMessageContaining("RunEvent");
      }
    }
  }
}

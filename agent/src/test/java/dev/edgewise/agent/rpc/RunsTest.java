package dev.edgewise.agent.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.edgewise.agent.serve.Capacity;
import dev.edgewise.agent.serve.GenerationView;
import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.CacheNote;
import dev.edgewise.core.CacheRule;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.core.model.Generation;
import dev.edgewise.core.model.StateFormat;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.link.Resumption;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.HostedGeneration;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.Sizes;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Generations over sockets: one node after the other works on the same. */
@Timeout(120)
final class RunsTest {
  private final AtomicInteger computed = new AtomicInteger();

  /** Ten chunks, a checkpoint after each second one; each chunk waits for a permit where it may. */
  private FakeService counting(CountDownLatch from4) {
    return new FakeService()
        .resumes(
            "count",
            (request, context, sink) -> {
              sink.opened();
              Generation<Long, String> generation =
                  HostedGeneration.of(context, sink, new Position(), Text.CODEC, "test/1");
              long at = generation.resume(generation.key()).orElse(0L);
              while (at < 10) {
                if (at == 4) {
                  from4.await();
                }
                at++;
                computed.incrementAndGet();
                generation.emit(new String(request, UTF_8) + at + ":" + generation.seed());
                if (at % 2 == 0) {
                  generation.checkpoint(at, at, Duration.ofSeconds(at));
                }
              }
            })
        .streams("plain", (request, context, sink) -> sink.opened());
  }

  private FakeService counting() {
    return counting(new CountDownLatch(0));
  }

  /** What one leg tells. */
  private static final class Leg implements Link.ItemListener {
    final BlockingQueue<String> chunks = new LinkedBlockingQueue<>();
    final BlockingQueue<Checkpoint> checkpoints = new LinkedBlockingQueue<>();
    final CompletableFuture<Reply> end = new CompletableFuture<>();
    final CompletableFuture<String> plain = new CompletableFuture<>();
    private final Link.ItemExchange exchange;

    Leg(Link link, Request request) {
      exchange = link.stream(request, this);
      exchange.request(100);
    }

    @Override
    public void opened(Optional<CallReport> report) {}

    @Override
    public void item(Message item) {
      chunks.add(WireReader.decode(Text.CODEC, item));
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
      checkpoints.add(checkpoint);
    }

    @Override
    public void plain(String because) {
      plain.complete(because);
    }

    @Override
    public void ended(Reply reply) {
      end.complete(reply);
    }

    List<String> take(int count) throws InterruptedException {
      List<String> taken = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String chunk = chunks.poll(60, TimeUnit.SECONDS);
        assertThat(chunk).isNotNull();
        taken.add(chunk);
      }
      return taken;
    }

    Checkpoint checkpoint() throws InterruptedException {
      Checkpoint checkpoint = checkpoints.poll(60, TimeUnit.SECONDS);
      assertThat(checkpoint).isNotNull();
      return checkpoint;
    }
  }

  private static Request request(String method, String tenant, Resumption come) {
    return new Request(
            FakeService.NAME + "/" + method,
            Message.of("n".getBytes(UTF_8)),
            Rig.LONG,
            Label.PUBLIC,
            "d-1",
            TraceContext.begin(new Random(1)),
            tenant,
            CacheControl.NONE)
        .in(come);
  }

  private static Resumption come(long epoch, List<String> had, @Nullable Checkpoint checkpoint) {
    return new Resumption(
        "g-1",
        epoch,
        7,
        had.stream().map(text -> WireWriter.encode(Text.CODEC, text)).toList(),
        Optional.ofNullable(checkpoint));
  }

  private static Leg begin(Rig rig) {
    return new Leg(rig.link, request("count", "", come(1, List.of(), null)));
  }

  private static final List<String> ALL =
      List.of("n1:7", "n2:7", "n3:7", "n4:7", "n5:7", "n6:7", "n7:7", "n8:7", "n9:7", "n10:7");

  @Test
  void undisturbed_it_is_a_stream_with_checkpoints() throws Exception {
    try (Rig rig = Rig.of(counting())) {
      Leg leg = begin(rig);
      assertThat(leg.take(10)).isEqualTo(ALL);
      assertThat(leg.end.join()).isInstanceOf(Reply.Answered.class);
      assertThat(leg.checkpoints).extracting(Checkpoint::step).contains(2L);
      assertThat(leg.plain).isNotDone();
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
    }
  }

  @Test
  void the_board_shows_streams_of_resumable_methods_and_no_others() throws Exception {
    try (Rig rig = Rig.of(counting())) {
      begin(rig).end.join();
      new Leg(rig.link, request("count", "", come(2, ALL.subList(0, 4), null))).end.join();
      Flow.of(rig, "plain").awaitEnd();
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
      assertThat(rig.board.now(9))
          .allSatisfy(
              view -> {
                assertThat(view.method()).isEqualTo(FakeService.NAME + "/count");
                assertThat(view.state()).isEqualTo(GenerationView.State.COMPLETED);
                assertThat(view.chunks()).isEqualTo(10);
                assertThat(view.kept().orElseThrow().step()).isEqualTo(10);
              })
          .extracting(GenerationView::leg, GenerationView::had)
          .containsExactly(tuple(2, 4L), tuple(1, 0L));
    }
  }

  @Test
  void the_next_node_goes_on_from_the_checkpoint_and_gives_what_is_missing() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (Rig first = Rig.of(counting(never));
        Rig second = Rig.of(counting())) {
      Leg lost = begin(first);
      assertThat(lost.take(4)).isEqualTo(ALL.subList(0, 4));
      Checkpoint checkpoint = lost.checkpoint();
      first.server.close();
      assertThat(lost.end.join()).isInstanceOf(Reply.Lost.class);
      int before = computed.get();

      Leg leg = new Leg(second.link, request("count", "", come(2, ALL.subList(0, 4), checkpoint)));
      assertThat(leg.take(6)).isEqualTo(ALL.subList(4, 10));
      assertThat(leg.end.join()).isInstanceOf(Reply.Answered.class);
      assertThat(computed.get() - before).isEqualTo(10 - checkpoint.step());
    }
  }

  @Test
  void a_foreign_checkpoint_a_spoiled_one_and_none_are_computed_anew() throws Exception {
    try (Rig rig = Rig.of(counting())) {
      Leg whole = begin(rig);
      whole.take(10);
      Checkpoint checkpoint = whole.checkpoint();
      Checkpoint spoiled = checkpoint.withState(ByteBuffer.allocate(8).putLong(0, 9));
      computed.set(0);

      Leg none = new Leg(rig.link, request("count", "", come(2, ALL.subList(0, 4), null)));
      assertThat(none.take(6)).isEqualTo(ALL.subList(4, 10));
      Leg changed = new Leg(rig.link, request("count", "", come(3, ALL.subList(0, 4), spoiled)));
      assertThat(changed.take(6)).isEqualTo(ALL.subList(4, 10));
      Leg others = new Leg(rig.link, request("count", "b", come(4, ALL.subList(0, 4), checkpoint)));
      assertThat(others.take(6)).isEqualTo(ALL.subList(4, 10));
      assertThat(computed).as("each time from the first").hasValue(30);

      Leg ours = new Leg(rig.link, request("count", "", come(5, ALL.subList(0, 4), checkpoint)));
      assertThat(ours.take(6)).isEqualTo(ALL.subList(4, 10));
      assertThat(computed).hasValue(30 + 10 - (int) checkpoint.step());
    }
  }

  @Test
  void a_newer_owner_ends_the_older_one_and_an_older_one_does_not_begin() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (Rig rig = Rig.of(counting(go))) {
      Leg older = begin(rig);
      older.take(4);
      Leg others = new Leg(rig.link, request("count", "b", come(9, List.of(), null)));
      others.take(4);
      Leg newer = new Leg(rig.link, request("count", "", come(2, ALL.subList(0, 4), null)));
      Reply end = older.end.join();
      assertThat(end).isInstanceOf(Reply.Lost.class);
      assertThat(((Reply.Lost) end).detail()).contains("taken over");

      Leg late = new Leg(rig.link, request("count", "", come(1, List.of(), null)));
      assertThat(late.end.join()).isInstanceOf(Reply.Lost.class);
      go.countDown();
      assertThat(newer.take(6)).isEqualTo(ALL.subList(4, 10));
      assertThat(others.take(6)).as("another tenant's of that name").hasSize(6);
      assertThat(late.chunks).isEmpty();
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
    }
  }

  @Test
  void a_body_that_gives_something_else_when_it_runs_again_ends_so() throws Exception {
    try (Rig rig = Rig.with(counting()).inDevelopment().start()) {
      Leg leg = new Leg(rig.link, request("count", "", come(2, List.of("n1:7", "another"), null)));
      Reply end = leg.end.join();
      assertThat(end).isInstanceOf(Reply.Failed.class);
      assertThat(((Reply.Failed) end).detail()).contains("item 2");
      assertThat(leg.chunks).isEmpty();
    }
  }

  @Test
  void a_method_that_is_not_resumable_or_not_there_is_refused() throws Exception {
    try (Rig rig = Rig.of(counting())) {
      Reply plain = new Leg(rig.link, request("plain", "", come(1, List.of(), null))).end.join();
      assertThat(((Reply.Failed) plain).code()).isEqualTo(ErrorCode.BAD_REQUEST);
      Reply unknown =
          new Leg(rig.link, request("nothing", "", come(1, List.of(), null))).end.join();
      assertThat(((Reply.NotRun) unknown).code()).isEqualTo(ErrorCode.UNKNOWN_METHOD);
    }
  }

  @Test
  void a_node_that_stops_hands_it_over() throws Exception {
    try (Rig rig = Rig.of(counting(new CountDownLatch(1)))) {
      Leg leg = begin(rig);
      leg.take(4);
      assertThat(rig.server.drain(Duration.ofMillis(50))).isTrue();
      Reply end = leg.end.join();
      assertThat(end).isInstanceOf(Reply.Lost.class);
      assertThat(((Reply.Lost) end).detail()).contains("is stopping");
    }
  }

  @Test
  void one_that_the_node_has_no_room_for_leaves_nothing_behind() throws Exception {
    try (Rig rig = Rig.of(counting(), new Capacity(2, 8, 500, 64, 1 << 28))) {
      Leg leg = new Leg(rig.link, request("count", "", come(2, ALL.subList(0, 9), null)));
      assertThat(((Reply.NotRun) leg.end.join()).code()).isEqualTo(ErrorCode.OVERLOADED);
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
    }
  }

  @Test
  void what_is_kept_comes_at_once_and_who_has_some_of_it_gets_the_rest() throws Exception {
    CacheRule hour = new CacheRule(Duration.ofHours(1), Optional.empty());
    try (Rig rig = Rig.of(counting().keepsStream(hour, "count"))) {
      Leg first = begin(rig);
      assertThat(first.take(10)).isEqualTo(ALL);
      assertThat(((Reply.Answered) first.end.join()).cache()).contains(CacheNote.NONE);
      Leg second = new Leg(rig.link, request("count", "", come(2, ALL.subList(0, 4), null)));
      assertThat(second.take(6)).isEqualTo(ALL.subList(4, 10));
      assertThat(((Reply.Answered) second.end.join()).cache().orElseThrow().kind())
          .isEqualTo(CacheNote.Kind.EXACT);
      assertThat(computed).hasValue(10);
      Leg others = new Leg(rig.link, request("count", "b", come(3, List.of(), null)));
      assertThat(others.take(10)).isEqualTo(ALL);
      assertThat(computed).as("another tenant's").hasValue(20);
    }
  }

  @Test
  void called_as_it_is_it_is_a_plain_stream() throws Exception {
    try (Rig rig = Rig.of(counting())) {
      Flow flow = Flow.of(rig, "count");
      assertThat(WireReader.decode(Text.CODEC, flow.next())).startsWith("1:");
      flow.cancel();
    }
  }

  /** How far it is. */
  private static final class Position implements StateFormat<Long> {
    @Override
    public String name() {
      return "position/1";
    }

    @Override
    public long size(Long state) {
      return Long.BYTES;
    }

    @Override
    public ByteBuffer write(Long state) {
      return ByteBuffer.allocate(Long.BYTES).putLong(0, state);
    }

    @Override
    public Long read(ByteBuffer bytes) {
      return bytes.getLong();
    }
  }

  /** {@code string text = 1;}. */
  private enum Text implements Codec<String> {
    CODEC;

    @Override
    public String messageName() {
      return "test.Text";
    }

    @Override
    public int size(String value, Sizes sizes) {
      return 1 + WireWriter.sizeOfLengthDelimited(WireWriter.sizeOfUtf8(value));
    }

    @Override
    public void write(String value, WireWriter out, Sizes sizes) {
      out.tag(10);
      out.string(value);
    }

    @Override
    public String read(WireReader in) {
      String text = "";
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        if (tag == 10) {
          text = in.string();
        } else {
          in.skip(tag);
        }
      }
      return text;
    }
  }
}

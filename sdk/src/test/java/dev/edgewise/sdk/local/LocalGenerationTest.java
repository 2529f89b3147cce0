package dev.edgewise.sdk.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.Clock;
import dev.edgewise.core.Health;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.Trust;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.core.model.Generation;
import dev.edgewise.core.model.StateFormat;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.link.Resumption;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.HostedGeneration;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.ServedModel;
import dev.edgewise.sdk.spi.Sizes;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Generations of nodes in this JVM. */
@Timeout(60)
final class LocalGenerationTest {
  private static final MethodContract COUNT =
      new MethodContract(
              "test.v1.Counter",
              "count",
              Tier.EDGE,
              Duration.ofMinutes(1),
              true,
              Label.PUBLIC,
              Optional.empty())
          .asResumable();

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final AtomicInteger computed = new AtomicInteger();
  private final Link link;

  LocalGenerationTest() {
    LocalNode node = new LocalNode(new Node("n1", Tier.EDGE, new Site("n1", Trust.OWN)), 2);
    node.host(new Counter());
    link =
        new LocalTransport(Map.of("n1", node), executor, Clock.system())
            .open(
                "n1",
                new Link.Listener() {
                  @Override
                  public void connected() {}

                  @Override
                  public void disconnected(String because) {}
                });
  }

  @AfterEach
  void close() {
    executor.shutdownNow();
  }

  /** Counts to ten, with a checkpoint after each second number. */
  private final class Counter implements ServedModel {
    @Override
    public String name() {
      return "counter";
    }

    @Override
    public String engine() {
      return "none";
    }

    @Override
    public List<MethodContract> methods() {
      return List.of(COUNT);
    }

    @Override
    public String kind() {
      return "tensors";
    }

    @Override
    public Health health() {
      return new Health.Healthy();
    }

    @Override
    public Message call(String fullName, Message request, CallContext context) {
      throw new IllegalStateException("not called");
    }

    @Override
    public void stream(String fullName, Message request, CallContext context, ItemSink sink)
        throws InterruptedException {
      sink.opened();
      Generation<Long, Long> generation =
          HostedGeneration.of(context, sink, new Position(), Counted.CODEC, "counter/1");
      long at = generation.resume(generation.key()).orElse(0L);
      while (at < 10) {
        at++;
        computed.incrementAndGet();
        generation.emit(at);
        if (at % 2 == 0) {
          generation.checkpoint(at, at, Duration.ofSeconds(at));
        }
      }
    }
  }

  private final class Leg implements Link.ItemListener {
    final BlockingQueue<Long> numbers = new LinkedBlockingQueue<>();
    final BlockingQueue<Checkpoint> checkpoints = new LinkedBlockingQueue<>();
    final CompletableFuture<Reply> end = new CompletableFuture<>();
    final Link.ItemExchange exchange;

    Leg(long epoch, int had, Optional<Checkpoint> checkpoint) {
      List<Message> emitted = new ArrayList<>();
      for (long i = 1; i <= had; i++) {
        emitted.add(WireWriter.encode(Counted.CODEC, i));
      }
      exchange =
          link.stream(
              new Request(
                      COUNT.fullName(),
                      Message.EMPTY,
                      Duration.ofMinutes(1),
                      Label.PUBLIC,
                      "d",
                      TraceContext.begin(new Random(1)))
                  .in(new Resumption("g", epoch, 7, emitted, checkpoint)),
              this);
    }

    @Override
    public void opened(Optional<CallReport> report) {}

    @Override
    public void item(Message item) {
      numbers.add(WireReader.decode(Counted.CODEC, item));
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
      checkpoints.add(checkpoint);
    }

    @Override
    public void ended(Reply reply) {
      end.complete(reply);
    }

    List<Long> take(int count) throws InterruptedException {
      exchange.request(count);
      List<Long> taken = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Long number = numbers.poll(30, TimeUnit.SECONDS);
        assertThat(number).isNotNull();
        taken.add(number);
      }
      return taken;
    }
  }

  @Test
  void the_next_run_goes_on_from_the_checkpoint_and_ends_the_one_before() throws Exception {
    Leg first = new Leg(1, 0, Optional.empty());
    assertThat(first.take(5)).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(first.checkpoints).extracting(Checkpoint::step).containsExactly(2L, 4L);
    Checkpoint newest = List.copyOf(first.checkpoints).get(1);

    Leg second = new Leg(2, 5, Optional.of(newest));
    assertThat(second.take(5)).containsExactly(6L, 7L, 8L, 9L, 10L);
    assertThat(second.end.join()).isInstanceOf(Reply.Answered.class);
    assertThat(first.end.join()).isInstanceOf(Reply.Lost.class);
    assertThat(first.numbers).isEmpty();
    assertThat(computed.get())
        .as("what came after the fourth twice, and perhaps one that was in hand")
        .isBetween(5 + 6, 6 + 6);

    Leg late = new Leg(1, 0, Optional.empty());
    assertThat(late.end.join()).isInstanceOf(Reply.Lost.class);
  }

  @Test
  void without_a_checkpoint_it_begins_anew_and_gives_what_is_missing() throws Exception {
    Leg leg = new Leg(3, 8, Optional.empty());
    assertThat(leg.take(2)).containsExactly(9L, 10L);
    assertThat(leg.end.join()).isInstanceOf(Reply.Answered.class);
    assertThat(computed).hasValue(10);
  }

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

  /** {@code int64 number = 1;}. */
  private enum Counted implements Codec<Long> {
    CODEC;

    @Override
    public String messageName() {
      return "test.Number";
    }

    @Override
    public int size(Long value, Sizes sizes) {
      return 1 + WireWriter.sizeOfVarint(value);
    }

    @Override
    public void write(Long value, WireWriter out, Sizes sizes) {
      out.tag(8);
      out.int64(value);
    }

    @Override
    public Long read(WireReader in) {
      long value = 0;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        if (tag == 8) {
          value = in.int64();
        } else {
          in.skip(tag);
        }
      }
      return value;
    }
  }
}

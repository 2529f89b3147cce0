package dev.edgewise.testkit;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.core.model.Generation;
import dev.edgewise.core.model.StateFormat;
import dev.edgewise.sdk.host.Fences;
import dev.edgewise.sdk.host.GenerationItems;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.link.Resumption;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.HostedGeneration;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.RunningGeneration;
import dev.edgewise.sdk.spi.Sizes;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One leg of a generation on a {@link SimulatedNode}: numbers from 1, each with the seed, by the
 * same rules of keys, checkpoints and what the caller has already as on any host. What is on its
 * way when the leg is given up still arrives, and a node that was paused goes on for a while when
 * it wakes.
 */
final class SimulatedGeneration implements Link.ItemExchange {
  /** How long a node that wakes works before it reads that it was given up. */
  private static final Duration DAZED = Duration.ofMillis(250);

  private final VirtualTime time;
  private final SimulatedGenerations node;
  private final Request request;
  private final Resumption come;
  private final Link.ItemListener listener;
  private @Nullable Generation<Long, Chunk> generation;
  private @Nullable RunningGeneration running;
  private Fences.@Nullable Held held;
  private long at;
  private int wanted;
  private boolean busy;
  private boolean over;
  private boolean broken;
  private boolean unwanted;

  SimulatedGeneration(
      VirtualTime time,
      SimulatedGenerations node,
      Request request,
      Resumption come,
      Link.ItemListener listener) {
    this.time = time;
    this.node = node;
    this.request = request;
    this.come = come;
    this.listener = listener;
  }

  /** What it gives. */
  record Chunk(long number, long seed) {}

  void open(CallReport report) {
    if (over || !node.isWell()) {
      return;
    }
    held =
        node.fences()
            .enter(
                request.tenant(),
                come.id(),
                come.epoch(),
                time.nanos(),
                () -> end(new Reply.Lost("another node has taken over")))
            .orElse(null);
    if (held == null) {
      end(new Reply.Lost("another node has taken over"));
      return;
    }
    CallContext context =
        CallContext.of(
            request.method(),
            request.decisionId(),
            request.label(),
            request.trace(),
            request.tenant(),
            request.cacheControl(),
            time.nanos() + request.timeLeft().toNanos(),
            time,
            () -> over);
    RunningGeneration here =
        new RunningGeneration(
            come.id(),
            come.epoch(),
            come.seed(),
            come.emitted(),
            come.checkpoint(),
            RunningGeneration.rootOf(context, request.body(), come.seed()),
            new Keeper());
    running = here;
    generation =
        HostedGeneration.of(
            context.in(here),
            new GenerationItems(here, new Reader(), request.method()),
            new Position(),
            ChunkCodec.INSTANCE,
            "simulated/1");
    listener.opened(Optional.of(report));
    at = generation.resume(generation.key()).orElse(0L);
    goOn();
  }

  @Override
  public void request(int items) {
    wanted += items;
    goOn();
  }

  /** Works on, when there is something to do, and somebody to do it for. */
  void goOn() {
    RunningGeneration here = running;
    if (here == null || busy || over || !node.isWell()) {
      return;
    }
    boolean known = here.given() < here.emitted().size();
    if (at < node.items() && !known && wanted == 0) {
      return;
    }
    busy = true;
    time.schedule(
        node.pace(),
        () -> {
          busy = false;
          step();
        });
  }

  private void step() {
    Generation<Long, Chunk> here = generation;
    if (here == null || over || !node.isWell()) {
      return;
    }
    if (at == node.items()) {
      end(new Reply.Answered(Message.EMPTY, Optional.empty()));
      return;
    }
    at++;
    node.workedOnce();
    try {
      here.emit(new Chunk(at, here.seed()));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody waits on virtual time", e);
    }
    if (node.every() > 0 && at % node.every() == 0) {
      here.checkpoint(at, at, node.pace().multipliedBy(at));
    }
    goOn();
  }

  /** What the node has sent arrives, unless the connection broke. */
  private void arrives(Runnable news) {
    time.schedule(
        node.way(),
        () -> {
          if (!broken) {
            news.run();
          }
        });
  }

  void end(Reply reply) {
    if (!over) {
      over = true;
      node.ended(this);
      if (held != null) {
        held.leave();
      }
      arrives(() -> listener.ended(reply));
    }
  }

  /** The node is gone. */
  void crash() {
    broken = true;
    over = true;
    node.ended(this);
    if (held != null) {
      held.leave();
    }
    listener.ended(new Reply.Lost("connection reset"));
  }

  /** The node is awake again. */
  void wake() {
    goOn();
    if (unwanted) {
      time.schedule(DAZED, () -> end(new Reply.Lost("cancelled")));
    }
  }

  @Override
  public void cancel() {
    time.schedule(
        node.way(),
        () -> {
          if (node.isWell()) {
            end(new Reply.Lost("cancelled"));
          } else {
            unwanted = true;
          }
        });
  }

  private final class Reader implements ItemSink {
    @Override
    public void opened() {}

    @Override
    public void item(Message item) {
      wanted--;
      arrives(() -> listener.item(item));
    }
  }

  private final class Keeper implements RunningGeneration.Keeper {
    @Override
    public boolean wants(long bytes, Duration cost) {
      return true;
    }

    @Override
    public void keep(Checkpoint checkpoint) {
      Checkpoint sent = node.spoiled(checkpoint);
      arrives(() -> listener.checkpoint(sent));
    }

    @Override
    public void notResumed(String because) {
      node.notResumedOnce();
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
      if (bytes.remaining() != Long.BYTES) {
        throw new IllegalArgumentException("no position");
      }
      return bytes.getLong();
    }
  }

  /** {@code fixed64 number = 1; fixed64 seed = 2;}. */
  private enum ChunkCodec implements Codec<Chunk> {
    INSTANCE;

    private static final int NUMBER = 1 << 3 | WireReader.FIXED64;
    private static final int SEED = 2 << 3 | WireReader.FIXED64;

    @Override
    public String messageName() {
      return "testkit.Chunk";
    }

    @Override
    public int size(Chunk value, Sizes sizes) {
      return 18;
    }

    @Override
    public void write(Chunk value, WireWriter out, Sizes sizes) {
      out.tag(NUMBER);
      out.float64(Double.longBitsToDouble(value.number()));
      out.tag(SEED);
      out.float64(Double.longBitsToDouble(value.seed()));
    }

    @Override
    public Chunk read(WireReader in) {
      long number = 0;
      long seed = 0;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        if (tag == NUMBER) {
          number = Double.doubleToRawLongBits(in.float64());
        } else if (tag == SEED) {
          seed = Double.doubleToRawLongBits(in.float64());
        } else {
          in.skip(tag);
        }
      }
      return new Chunk(number, seed);
    }
  }
}

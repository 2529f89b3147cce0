package dev.edgewise.sdk.spi;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.ChainKey;
import dev.edgewise.core.model.Checkpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a host knows of the generation that a call is, and where its body stands in it. The host
 * makes one for each call of a resumable method; the body reaches it by {@link
 * HostedGeneration#of}. For the thread of the body.
 */
public final class RunningGeneration {
  /** Where checkpoints go. */
  public interface Keeper {
    /** Whether a state of that size is worth writing. */
    boolean wants(long bytes, Duration cost);

    /** Takes a checkpoint, with its state; never fails, and takes next to no time. */
    void keep(Checkpoint checkpoint);

    /**
     * The state of a checkpoint that came without it, from where the node that made it put it; may
     * take as long as that does. Nobody has looked whether it is the right one.
     */
    default Optional<ByteBuffer> fetch(Checkpoint checkpoint) {
      return Optional.empty();
    }

    /**
     * It was not taken up, and all is computed anew.
     *
     * @param because for the log
     */
    default void notResumed(String because) {}

    /** It was taken up: its state has been read. */
    default void resumed(Checkpoint checkpoint) {}

    /** Keeps nothing. */
    Keeper NONE =
        new Keeper() {
          @Override
          public boolean wants(long bytes, Duration cost) {
            return false;
          }

          @Override
          public void keep(Checkpoint checkpoint) {}
        };
  }

  private final String id;
  private final long epoch;
  private final long seed;
  private final List<Message> emitted;
  private final Optional<Checkpoint> offered;
  private final ChainKey root;
  private final Keeper keeper;
  private @Nullable Codec<?> items;
  private long given;

  /**
   * A generation whose body has not begun.
   *
   * @param id the caller's; the same on each node that works on it
   * @param epoch grows with each node that works on it
   * @param emitted the chunks that the caller has, encoded
   * @param offered the newest checkpoint, with its state; nobody has looked whether it fits
   * @param root {@link #rootOf}
   */
  public RunningGeneration(
      String id,
      long epoch,
      long seed,
      List<Message> emitted,
      Optional<Checkpoint> offered,
      ChainKey root,
      Keeper keeper) {
    this.id = requireNonNull(id, "id");
    this.epoch = epoch;
    this.seed = seed;
    this.emitted = List.copyOf(emitted);
    this.offered = requireNonNull(offered, "offered");
    this.root = requireNonNull(root, "root");
    this.keeper = requireNonNull(keeper, "keeper");
  }

  /** One that nobody will take up elsewhere, for a caller that cannot: begins at the beginning. */
  static RunningGeneration alone(CallContext context) {
    long seed = context.decisionId().hashCode() * 0x9E3779B97F4A7C15L;
    return new RunningGeneration(
        context.decisionId(),
        0,
        seed,
        List.of(),
        Optional.empty(),
        rootOf(context, Message.EMPTY, seed),
        Keeper.NONE);
  }

  /** One outside of any host, such as in a test of a body alone. */
  static RunningGeneration alone() {
    return new RunningGeneration(
        "alone", 0, 0, List.of(), Optional.empty(), ChainKey.root(List.of()), Keeper.NONE);
  }

  /** The root of all keys of a call: whose it is, what was asked, and its seed. */
  public static ChainKey rootOf(CallContext context, Message request, long seed) {
    List<ByteBuffer> parts = new ArrayList<>();
    parts.add(bytes(context.tenant()));
    parts.add(bytes(context.method()));
    parts.add(ByteBuffer.wrap(request.bytes()));
    return ChainKey.root(parts).then(seed);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The caller's name for it; the same on each node that works on it. */
  public String id() {
    return id;
  }

  /** Grows with each node that works on it. */
  public long epoch() {
    return epoch;
  }

  /** The same on each node that works on it. */
  public long seed() {
    return seed;
  }

  /** The chunks that the caller has, encoded. */
  public List<Message> emitted() {
    return emitted;
  }

  /** The newest checkpoint that the caller has; it may be anybody's. */
  public Optional<Checkpoint> offered() {
    return offered;
  }

  /** The root of its keys. */
  public ChainKey root() {
    return root;
  }

  /** Where its checkpoints go. */
  public Keeper keeper() {
    return keeper;
  }

  /** For hosts that know what the items of the stream are: how they are read. */
  public void itemsAre(Codec<?> codec) {
    items = codec;
  }

  /** How items are read, when the host has said it. */
  Optional<Codec<?>> items() {
    return Optional.ofNullable(items);
  }

  /** How many chunks lie before the next that the body gives, counted from the beginning. */
  public long given() {
    return given;
  }

  /** The body goes on after so many chunks, and does not give them again. */
  public void continueFrom(long chunks) {
    if (chunks < given || chunks > emitted.size()) {
      throw new IllegalStateException(
          "continue after "
              + chunks
              + " chunks (expected: "
              + given
              + ", what was given, to "
              + emitted.size()
              + ", what the caller has)");
    }
    given = chunks;
  }

  /** The body gives a chunk: whether the caller lacks it. For hosts. */
  public boolean gives() {
    given++;
    return given > emitted.size();
  }
}

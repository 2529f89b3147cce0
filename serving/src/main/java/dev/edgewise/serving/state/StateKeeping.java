package dev.edgewise.serving.state;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Clock;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.serving.state.StatePolicy.Where;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the checkpoints of a node's generations: they go along with their stream, or
 * where nodes share, or nowhere, as {@link StatePolicy} says by what the shared store took lately.
 * Thread-safe.
 */
public final class StateKeeping implements AutoCloseable {
  private final @Nullable SharedStates shared;
  private final Executor threads;
  private final Clock clock;
  private final AtomicReference<Speed> speed = new AtomicReference<>(Speed.UNKNOWN);
  private final LongAdder along = new LongAdder();
  private final LongAdder placed = new LongAdder();
  private final LongAdder leftOut = new LongAdder();
  private final LongAdder resumed = new LongAdder();
  private final LongAdder notResumed = new LongAdder();

  private StateKeeping(@Nullable SharedStates shared, Executor threads, Clock clock) {
    this.shared = shared;
    this.threads = requireNonNull(threads, "threads");
    this.clock = requireNonNull(clock, "clock");
  }

  /** States go along with their streams, or nowhere. */
  public static StateKeeping alone(Clock clock) {
    return new StateKeeping(null, Runnable::run, clock);
  }

  /**
   * Large ones go where nodes share.
   *
   * @param shared closed with this
   * @param threads write to it
   */
  public static StateKeeping shared(SharedStates shared, Executor threads, Clock clock) {
    return new StateKeeping(requireNonNull(shared, "shared"), threads, clock);
  }

  /**
   * How many checkpoints there were since the start.
   *
   * @param along that went to their caller
   * @param shared that went where nodes share
   * @param leftOut that were not worth it
   * @param resumed that a generation went on from
   * @param notResumed that were offered and did not fit, so that all was computed anew
   */
  public record Counts(long along, long shared, long leftOut, long resumed, long notResumed) {}

  /** How many there were. */
  public Counts counts() {
    return new Counts(along.sum(), placed.sum(), leftOut.sum(), resumed.sum(), notResumed.sum());
  }

  /**
   * The checkpoints of one generation from now on.
   *
   * @param label of its data: what is confidential goes to its caller and nowhere else
   */
  public Keeper begin(Label label, Consumer<Checkpoint> caller) {
    return new Keeper(label.compareTo(Label.CONFIDENTIAL) < 0 ? shared : null, caller);
  }

  @Override
  public void close() {
    if (shared != null) {
      shared.close();
    }
  }

  /** Keeps the checkpoints of one generation. For the thread of its body. */
  public final class Keeper {
    private final @Nullable SharedStates store;
    private final Consumer<Checkpoint> caller;

    /** One state is written at a time; another would only wait behind it. */
    private final AtomicBoolean writing = new AtomicBoolean();

    private Duration lastCost = Duration.ZERO;

    private Keeper(@Nullable SharedStates store, Consumer<Checkpoint> caller) {
      this.store = store;
      this.caller = requireNonNull(caller, "caller");
    }

    /** Whether a state of that size is worth writing. */
    public boolean wants(long bytes, Duration cost) {
      boolean wanted = where(bytes, cost) != Where.NOWHERE;
      if (!wanted) {
        leftOut.increment();
      }
      return wanted;
    }

    private Where where(long bytes, Duration cost) {
      Where where =
          StatePolicy.where(bytes, cost, cost.minus(lastCost), store == null ? null : speed.get());
      return where == Where.SHARED && writing.get() ? Where.NOWHERE : where;
    }

    /** Sends a checkpoint to the caller, with its state or with the name under which that lies. */
    public void keep(Checkpoint checkpoint) {
      int bytes = checkpoint.state().remaining();
      switch (where(bytes, checkpoint.cost())) {
        case ALONG -> {
          along.increment();
          lastCost = checkpoint.cost();
          caller.accept(checkpoint);
        }
        case SHARED -> {
          lastCost = checkpoint.cost();
          writing.set(true);
          threads.execute(() -> write(requireNonNull(store), checkpoint, bytes));
        }
        case NOWHERE -> leftOut.increment();
      }
    }

    private void write(SharedStates to, Checkpoint checkpoint, int bytes) {
      try {
        long began = clock.nanos();
        to.put(checkpoint.key(), checkpoint.state());
        long took = clock.nanos() - began;
        speed.updateAndGet(known -> known.wrote(bytes, took));
        placed.increment();
        caller.accept(checkpoint.withState(ByteBuffer.allocate(0)));
      } finally {
        writing.set(false);
      }
    }

    /** The state of a checkpoint that came without it; nobody has looked whether it is right. */
    public Optional<ByteBuffer> fetch(Checkpoint checkpoint) {
      if (store == null) {
        return Optional.empty();
      }
      long began = clock.nanos();
      Optional<ByteBuffer> state = store.get(checkpoint.key());
      long took = clock.nanos() - began;
      state.ifPresent(bytes -> speed.updateAndGet(known -> known.read(bytes.remaining(), took)));
      return state;
    }

    /** A generation went on from a checkpoint. */
    public void resumed() {
      resumed.increment();
    }

    /** One was offered, and did not fit. */
    public void notResumed() {
      notResumed.increment();
    }
  }
}

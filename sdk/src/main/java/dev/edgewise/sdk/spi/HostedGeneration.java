package dev.edgewise.sdk.spi;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.ChainKey;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.core.model.Generation;
import dev.edgewise.core.model.StateFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The generation of a call that a host runs. For the thread of the body.
 *
 * @param <S> the state
 * @param <C> a chunk
 */
public final class HostedGeneration<S, C> implements Generation<S, C> {
  /** Where chunks go. */
  @FunctionalInterface
  interface Emitter<C> {
    void emit(C chunk) throws InterruptedException;
  }

  private final RunningGeneration running;
  private final StateFormat<S> format;
  private final Function<Message, C> reader;
  private final Emitter<C> emitter;
  private final BooleanSupplier cancelled;
  private final ChainKey key;

  /** The key that checkpoints are made for: that of the generation, or what was made of it. */
  private ChainKey ours;

  HostedGeneration(
      RunningGeneration running,
      StateFormat<S> format,
      String producer,
      Function<Message, C> reader,
      Emitter<C> emitter,
      BooleanSupplier cancelled) {
    this.running = requireNonNull(running, "running");
    this.format = requireNonNull(format, "format");
    this.reader = requireNonNull(reader, "reader");
    this.emitter = requireNonNull(emitter, "emitter");
    this.cancelled = requireNonNull(cancelled, "cancelled");
    this.key = running.root().then(producer).then(format.name());
    this.ours = key;
  }

  /**
   * The generation of a call.
   *
   * @param sink of the call
   * @param codec of its items
   * @param producer what computes it: digests of model or code, engine and precision
   */
  public static <S, C> HostedGeneration<S, C> of(
      CallContext context, ItemSink sink, StateFormat<S> format, Codec<C> codec, String producer) {
    requireNonNull(codec, "codec");
    requireNonNull(sink, "sink");
    return new HostedGeneration<>(
        context.generation().orElseGet(() -> RunningGeneration.alone(context)),
        format,
        producer,
        message -> WireReader.decode(codec, message),
        chunk -> sink.item(WireWriter.encode(codec, chunk)),
        context::isCancelled);
  }

  @Override
  public long seed() {
    return running.seed();
  }

  @Override
  public List<C> emitted() {
    List<C> chunks = new ArrayList<>(running.emitted().size());
    for (Message chunk : running.emitted()) {
      chunks.add(reader.apply(chunk));
    }
    return chunks;
  }

  @Override
  public void continueAfterEmitted() {
    running.continueFrom(running.emitted().size());
  }

  @Override
  public ChainKey key() {
    return key;
  }

  @Override
  public Optional<S> resume(ChainKey of) {
    ours = requireNonNull(of, "of");
    Optional<Checkpoint> offered = running.offered();
    if (offered.isEmpty()) {
      return Optional.empty();
    }
    Checkpoint checkpoint = offered.get();
    if (!checkpoint.state().hasRemaining()) {
      // Its key and digest say whether what comes is what was put there.
      checkpoint =
          checkpoint.withState(
              running.keeper().fetch(checkpoint).orElseGet(() -> ByteBuffer.allocate(0)));
    }
    Optional<String> objection = objection(checkpoint);
    if (objection.isPresent()) {
      running.keeper().notResumed(objection.get());
      return Optional.empty();
    }
    Optional<S> state;
    try {
      state = Optional.of(format.read(checkpoint.state()));
    } catch (IllegalArgumentException e) {
      // What the format says of it may quote what is in it.
      running.keeper().notResumed("its state cannot be read as " + format.name());
      return Optional.empty();
    }
    running.continueFrom(checkpoint.chunks());
    running.keeper().resumed(checkpoint);
    return state;
  }

  private Optional<String> objection(Checkpoint checkpoint) {
    if (!checkpoint.state().hasRemaining()) {
      return Optional.of("its state is no longer where it was kept");
    }
    if (!checkpoint.belongsTo(ours)) {
      return Optional.of(
          "it belongs to another generation or another version, or was changed on its way");
    }
    return checkpoint.chunks() > running.emitted().size()
        ? Optional.of("it counts chunks that the caller does not have")
        : Optional.empty();
  }

  @Override
  public void checkpoint(long step, S state, Duration cost) {
    if (running.keeper().wants(format.size(state), cost)) {
      running.keeper().keep(Checkpoint.of(ours, step, running.given(), cost, format.write(state)));
    }
  }

  @Override
  public void emit(C chunk) throws InterruptedException {
    emitter.emit(chunk);
  }

  @Override
  public boolean cancelled() {
    return cancelled.getAsBoolean();
  }
}

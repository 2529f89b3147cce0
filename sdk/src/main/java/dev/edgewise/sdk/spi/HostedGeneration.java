package dev.edgewise.sdk.spi;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.ChainKey;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.core.model.Generation;
import dev.edgewise.core.model.StateFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The generation of a call that a host runs.
 *
 * @param <S> the state
 * @param <C> a chunk
 */
public final class HostedGeneration<S, C> implements Generation<S, C> {
  private final CallContext context;
  private final RunningGeneration running;
  private final ItemSink sink;
  private final StateFormat<S> format;
  private final Codec<C> codec;
  private final ChainKey key;

  private HostedGeneration(
      CallContext context,
      RunningGeneration running,
      ItemSink sink,
      StateFormat<S> format,
      Codec<C> codec,
      String subject) {
    this.context = requireNonNull(context, "context");
    this.running = requireNonNull(running, "running");
    this.sink = requireNonNull(sink, "sink");
    this.format = requireNonNull(format, "format");
    this.codec = requireNonNull(codec, "codec");
    this.key = running.root().then(subject).then(format.name());
  }

  /**
   * The generation of a call.
   *
   * @param subject what computes it: digests of model or code, engine and precision
   */
  public static <S, C> HostedGeneration<S, C> of(
      CallContext context, ItemSink sink, StateFormat<S> format, Codec<C> codec, String subject) {
    RunningGeneration running =
        context.generation().orElseGet(() -> RunningGeneration.alone(context));
    return new HostedGeneration<>(context, running, sink, format, codec, subject);
  }

  @Override
  public long seed() {
    return running.seed();
  }

  @Override
  public List<C> emitted() {
    List<C> chunks = new ArrayList<>(running.emitted().size());
    for (Message chunk : running.emitted()) {
      chunks.add(WireReader.decode(codec, chunk));
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
    Optional<Checkpoint> fitting =
        running
            .offered()
            .filter(checkpoint -> checkpoint.state().hasRemaining() && checkpoint.belongsTo(of))
            .filter(checkpoint -> checkpoint.chunks() <= running.emitted().size());
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    Optional<S> state;
    try {
      state = Optional.of(format.read(fitting.get().state()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    running.continueFrom(fitting.get().chunks());
    return state;
  }

  @Override
  public void checkpoint(long step, S state, Duration cost) {
    if (running.keeper().wants(format.size(state), cost)) {
      running.keeper().keep(Checkpoint.of(key, step, running.given(), cost, format.write(state)));
    }
  }

  @Override
  public void emit(C chunk) throws InterruptedException {
    sink.item(WireWriter.encode(codec, chunk));
  }

  @Override
  public boolean cancelled() {
    return context.isCancelled();
  }
}

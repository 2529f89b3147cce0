package dev.edgewise.sdk.spi;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.Generation;
import dev.edgewise.core.model.StateFormat;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Makes the stream that a resumable method of a service returns.
 *
 * <pre>{@code
 * public Stream<Chapter> write(Plot plot) {
 *   return Generations.stream(STATE, generation -> {
 *     State at = generation.resume(generation.key()).orElse(State.begin(plot, generation.seed()));
 *     while (!at.isOver() && !generation.cancelled()) {
 *       generation.emit(at.chapter());
 *       at = at.next();
 *       generation.checkpoint(at.number(), at, at.cost());
 *     }
 *   });
 * }
 * }</pre>
 */
public final class Generations {
  /**
   * What gives the chunks.
   *
   * @param <S> the state
   * @param <C> a chunk
   */
  @FunctionalInterface
  public interface Body<S, C> {
    /** Runs to the end; what it throws comes out of the stream, behind the chunks before it. */
    void run(Generation<S, C> generation) throws Exception;
  }

  private Generations() {}

  /**
   * A stream whose body runs when it is read, once, on the thread that reads it. Inside a host the
   * method returns it as it is, and it is resumed where it should be; outside of one, as in a test
   * of the body alone, it begins at the beginning, and what reads only a part of it (an iterator,
   * {@code limit}) has the body run to its end first.
   *
   * @param format of the state
   */
  public static <S, C> Stream<C> stream(StateFormat<S> format, Body<S, C> body) {
    return StreamSupport.stream(
        new Pushing<>(requireNonNull(format, "format"), requireNonNull(body, "body")), false);
  }

  private static final class Pushing<S, C> implements Spliterator<C> {
    private final StateFormat<S> format;
    private final Body<S, C> body;
    private final Queue<C> waiting = new ArrayDeque<>();
    private boolean ran;

    Pushing(StateFormat<S> format, Body<S, C> body) {
      this.format = format;
      this.body = body;
    }

    @Override
    public void forEachRemaining(Consumer<? super C> reader) {
      if (ran) {
        for (C next = waiting.poll(); next != null; next = waiting.poll()) {
          reader.accept(next);
        }
      } else {
        run(reader);
      }
    }

    @Override
    public boolean tryAdvance(Consumer<? super C> reader) {
      if (!ran) {
        run(waiting::add);
      }
      C next = waiting.poll();
      if (next != null) {
        reader.accept(next);
      }
      return next != null;
    }

    private void run(Consumer<? super C> reader) {
      ran = true;
      Optional<CallContext> context = CallContext.current();
      RunningGeneration running =
          context
              .map(call -> call.generation().orElseGet(() -> RunningGeneration.alone(call)))
              .orElseGet(RunningGeneration::alone);
      HostedGeneration<S, C> generation =
          new HostedGeneration<>(
              running,
              format,
              "",
              reading(running),
              chunk -> reader.accept(requireNonNull(chunk, "chunk")),
              () -> context.map(CallContext::isCancelled).orElse(false));
      try {
        body.run(generation);
      } catch (Exception e) {
        Pushing.<RuntimeException>rethrow(e);
      }
    }

    @SuppressWarnings("unchecked") // The items of the method's stream, which this is, are its C.
    private Function<Message, C> reading(RunningGeneration running) {
      return message ->
          (C)
              WireReader.decode(
                  running
                      .items()
                      .orElseThrow(
                          () -> new IllegalStateException("the host did not say what items are")),
                  message);
    }

    /** A stream declares no exceptions; its host knows those of the method. */
    @SuppressWarnings("unchecked") // Nothing is cast: the compiler alone takes it for unchecked.
    private static <E extends Exception> void rethrow(Exception e) throws E {
      throw (E) e;
    }

    @Override
    public @Nullable Spliterator<C> trySplit() {
      return null;
    }

    @Override
    public long estimateSize() {
      return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
      return ORDERED | NONNULL;
    }
  }
}

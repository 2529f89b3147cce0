package dev.edgewise.sdk.spi;

import static java.util.Objects.requireNonNull;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A method that a body offers.
 *
 * @param <B> the body
 * @param <R> the result, or an item of the stream
 */
public sealed interface BodyMethod<B, R extends @Nullable Object> {
  /** The method. */
  MethodDefinition<R> definition();

  /**
   * A method with one result.
   *
   * @param definition of the method
   * @param handler calls the body
   * @param <B> the body
   * @param <R> the result
   */
  record Unary<B, R extends @Nullable Object>(MethodDefinition<R> definition, Handler<B, R> handler)
      implements BodyMethod<B, R> {
    public Unary {
      requireNonNull(definition, "definition");
      requireNonNull(handler, "handler");
    }
  }

  /**
   * A method with a stream of results.
   *
   * @param definition of the method; it is {@linkplain dev.edgewise.core.MethodContract#streaming()
   *     streaming}
   * @param handler calls the body
   * @param <B> the body
   * @param <R> an item
   */
  record Streaming<B, R>(MethodDefinition<R> definition, Handler<B, Stream<R>> handler)
      implements BodyMethod<B, R> {
    public Streaming {
      requireNonNull(definition, "definition");
      requireNonNull(handler, "handler");
    }
  }

  /** Calls the body with decoded arguments. */
  @FunctionalInterface
  interface Handler<B, R extends @Nullable Object> {
    /** Runs the method; whatever the body throws comes out. */
    R handle(B body, Object[] arguments) throws Exception;
  }
}

package dev.edgewise.sdk.spi;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A method that a body offers.
 *
 * @param definition of the method
 * @param handler calls the body
 * @param <B> the body
 * @param <R> the result
 */
public record BodyMethod<B, R extends @Nullable Object>(
    MethodDefinition<R> definition, Handler<B, R> handler) {
  public BodyMethod {
    requireNonNull(definition, "definition");
    requireNonNull(handler, "handler");
  }

  /** Calls the body with decoded arguments. */
  @FunctionalInterface
  public interface Handler<B, R extends @Nullable Object> {
    /** Runs the method; whatever the body throws comes out. */
    R handle(B body, Object[] arguments) throws Exception;
  }
}

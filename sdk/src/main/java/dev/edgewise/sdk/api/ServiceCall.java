package dev.edgewise.sdk.api;

import org.jspecify.annotations.Nullable;

/**
 * A lambda that makes exactly one call on a client and returns its result: {@code v ->
 * v.detect(frame)}. It runs once against a recorder, which writes the call down and returns 0,
 * false or null instead of a result; anything else than that one call is refused with {@code
 * LAMBDA_MISUSED}.
 *
 * @param <S> the service
 * @param <R> the result
 */
@FunctionalInterface
public interface ServiceCall<S, R extends @Nullable Object> {
  /** Makes the call. */
  R on(S service) throws Exception;
}

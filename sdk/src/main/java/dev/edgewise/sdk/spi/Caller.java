package dev.edgewise.sdk.spi;

import org.jspecify.annotations.Nullable;

/** What a stub does with a call: make it, or write down that it was asked for. Thread-safe. */
@FunctionalInterface
public interface Caller {
  /**
   * Makes the call and returns its result, or throws a {@link dev.edgewise.core.EdgewiseException}.
   */
  <R extends @Nullable Object> R call(MethodDefinition<R> method, Object... arguments);
}

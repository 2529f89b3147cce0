package dev.edgewise.sdk.spi;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a stub does with a call: make it, or write down that it was asked for. Thread-safe. */
public interface Caller {
  /**
   * Makes the call and returns its result, or throws a {@link dev.edgewise.core.EdgewiseException},
   * or one of the exceptions that the method declares, checked or not.
   */
  <R extends @Nullable Object> R call(MethodDefinition<R> method, Object... arguments);

  /**
   * Makes a call of a {@linkplain dev.edgewise.core.MethodContract#streaming() streaming} method
   * and returns its items as they come. The stream belongs to the caller, who closes it; closing it
   * early cancels the call. What goes wrong is thrown by the stream's terminal operation, as {@link
   * #call} throws it.
   */
  <R> Stream<R> stream(MethodDefinition<R> method, Object... arguments);
}

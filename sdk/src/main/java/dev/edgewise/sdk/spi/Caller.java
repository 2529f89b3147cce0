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
   * and returns its items as they come. The call begins at once; what goes wrong is thrown by the
   * stream's terminal operation, as {@link #call} throws it, after the items that came before it.
   *
   * <p>The stream is sequential, for one use by one thread, and belongs to the caller, who closes
   * it: closing it before its end cancels the call, and so does interrupting the thread that reads.
   * A stream that was read to its end, or that failed, needs no closing. One that is dropped
   * without having been closed holds the body up until its deadline, and a reader that is slow does
   * so too: few items wait on this side.
   */
  <R> Stream<R> stream(MethodDefinition<R> method, Object... arguments);
}

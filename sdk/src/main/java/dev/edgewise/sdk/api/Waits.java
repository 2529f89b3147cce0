package dev.edgewise.sdk.api;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.invoke.CallRequest;
import dev.edgewise.sdk.invoke.Invoker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Waits for what is under way, on the thread that wants it. */
final class Waits {
  private Waits() {}

  /**
   * Waits for a future that never fails; an interrupt cancels it.
   *
   * @throws EdgewiseException with {@code CANCELLED} when the thread was interrupted
   */
  static <T extends @Nullable Object> T on(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an outcome never fails", e);
    }
  }

  /**
   * Makes a call and waits for its end; an interrupt cancels it.
   *
   * @throws EdgewiseException as {@link Invoker#invoke} says, and with {@code CANCELLED} when the
   *     thread was interrupted
   */
  static <R extends @Nullable Object> Outcome<R> on(Invoker invoker, CallRequest<R> request) {
    try {
      return invoker.call(request);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static EdgewiseException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return EdgewiseException.of(
        ErrorCode.CANCELLED,
        "The thread was interrupted while it waited for a call; the call was cancelled.",
        e);
  }
}

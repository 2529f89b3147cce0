package dev.edgewise.sdk.api;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
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
      Thread.currentThread().interrupt();
      throw EdgewiseException.of(
          ErrorCode.CANCELLED,
          "The thread was interrupted while it waited for a call; the call was cancelled.",
          e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an outcome never fails", e);
    }
  }
}

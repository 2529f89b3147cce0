package dev.edgewise.sdk.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A future that hands its cancellation on to the call behind it. */
final class LinkedFuture<R extends @Nullable Object> extends CompletableFuture<R> {
  private final CompletableFuture<?> call;

  LinkedFuture(CompletableFuture<R> result, CompletableFuture<?> call) {
    this.call = call;
    var unused =
        result.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                complete(value);
              } else {
                completeExceptionally(
                    failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure);
              }
            });
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      call.cancel(mayInterruptIfRunning);
    }
    return cancelled;
  }
}

package dev.edgewise.sdk.invoke;

import java.util.concurrent.CompletableFuture;

/**
 * What a caller holds of something that runs: cancelling it ends that.
 *
 * @param <T> the result
 */
final class CancellableFuture<T> extends CompletableFuture<T> {
  private final Runnable onCancel;

  CancellableFuture(Runnable onCancel) {
    this.onCancel = onCancel;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      onCancel.run();
    }
    return cancelled;
  }
}

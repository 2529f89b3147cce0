package dev.edgewise.sdk.local;

import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.spi.CallMerging;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts calls of batched methods together where models run, so that this process has one device as a
 * node has; opened with the first method that needs it, since most applications have none.
 * Thread-safe.
 */
final class LocalMerging implements CallMerging {
  private final Supplier<CallMerging> opener;
  private @Nullable CallMerging opened;

  LocalMerging(Supplier<CallMerging> opener) {
    this.opener = opener;
  }

  private synchronized CallMerging get() {
    CallMerging known = opened;
    if (known == null) {
      known = opener.get();
      opened = known;
    }
    return known;
  }

  @Override
  public <I, R> Merged<I, R> open(MethodContract contract, Body<I, R> body) {
    return get().open(contract, body);
  }

  @Override
  public CallMerging apart() {
    // Closed with this one.
    return new LocalMerging(() -> get().apart());
  }

  @Override
  public synchronized void close() {
    if (opened != null) {
      opened.close();
    }
  }
}

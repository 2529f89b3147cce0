package dev.edgewise.sdk.wire.feed;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.OrchestratorLocator;
import org.jspecify.annotations.Nullable;

/** A locator that says what a test has it say; found as a service for {@code played://…}. */
public final class PlayedLocator implements OrchestratorLocator {
  private @Nullable Listener listener;
  private boolean closed;

  @Override
  public String scheme() {
    return "played";
  }

  @Override
  public synchronized Watch watch(String address, Listener listener) {
    if (address.endsWith("?")) {
      throw new IllegalArgumentException("expected: played://NAME");
    }
    this.listener = listener;
    return () -> {
      synchronized (this) {
        closed = true;
      }
    };
  }

  synchronized void found(String address) {
    requireNonNull(listener).found(address);
  }

  synchronized void lost(String because) {
    requireNonNull(listener).lost(because);
  }

  synchronized boolean isClosed() {
    return closed;
  }
}

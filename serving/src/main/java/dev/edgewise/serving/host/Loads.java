package dev.edgewise.serving.host;

import dev.edgewise.serving.allocation.AllocationListener;
import java.time.Duration;

/** Hands on what the allocator tells, and keeps what loading took. */
record Loads(AllocationListener listener, Remembering remembering) implements AllocationListener {
  @Override
  public void loaded(String name, Duration took, long bytes) {
    remembering.loaded(name, took, bytes);
    listener.loaded(name, took, bytes);
  }

  @Override
  public void failed(String name, RuntimeException because) {
    listener.failed(name, because);
  }

  @Override
  public void unloaded(String name, long bytes, boolean asked) {
    listener.unloaded(name, bytes, asked);
  }

  @Override
  public void noPlace(String name) {
    listener.noPlace(name);
  }
}

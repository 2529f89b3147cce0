package dev.edgewise.serving.batch;

import org.jspecify.annotations.Nullable;

/** Which batch holds the worker that a thread is: none, unless the thread is inside of one. */
final class Held {
  // One for each device: a thread may be inside of batches of several.
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<Schedule.Batch<?, ?>> here = new ThreadLocal<>();

  Schedule.@Nullable Batch<?, ?> here() {
    return here.get();
  }

  /** Runs {@code what} as the inside of a batch. */
  void inside(Schedule.Batch<?, ?> batch, Runnable what) {
    Schedule.Batch<?, ?> outer = here.get();
    here.set(batch);
    try {
      what.run();
    } finally {
      if (outer == null) {
        here.remove();
      } else {
        here.set(outer);
      }
    }
  }
}

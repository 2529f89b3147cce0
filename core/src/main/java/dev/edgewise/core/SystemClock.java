package dev.edgewise.core;

import java.time.Instant;

/** The one place where the machine's clock is read. */
enum SystemClock implements Clock {
  INSTANCE;

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }
}

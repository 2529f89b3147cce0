package dev.edgewise.sdk.wire.server;

import dev.edgewise.core.Clock;
import java.time.Instant;

/** A clock that stands where a test has put it. */
final class HandClock implements Clock {
  private volatile long nanos;

  void set(long to) {
    nanos = to;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH;
  }
}

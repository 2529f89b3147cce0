package dev.edgewise.sdk.wire;

import dev.edgewise.core.Clock;
import java.time.Instant;

/** A clock that stands where a test has put it. */
public final class HandClock implements Clock {
  private volatile long nanos;

  public void set(long to) {
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

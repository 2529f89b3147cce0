package dev.edgewise.serving.cache.store;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/**
 * A result that is kept.
 *
 * @param value the encoded response message; read only, never changed
 * @param about what the cache itself knows of it (whose it is, its question), opaque to tiers
 * @param created when it was computed, by the wall clock
 * @param expires from when on it is not served
 * @param cost what computing it took
 */
public record Entry(
    ByteBuffer value, ByteBuffer about, Instant created, Instant expires, Duration cost) {
  public Entry {
    value = value.asReadOnlyBuffer();
    about = about.asReadOnlyBuffer();
    requireNonNull(created, "created");
    requireNonNull(expires, "expires");
    requireNonNull(cost, "cost");
  }

  /** Bytes of the value and of what is known of it. */
  public long size() {
    return (long) value.remaining() + about.remaining();
  }
}

package dev.edgewise.stores.lmdb;

import dev.edgewise.serving.cache.store.Worth;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an entry without reading it, in 37 bytes: who goes is chosen by it.
 *
 * @param expires by the wall clock
 * @param cost of computing it, in nanoseconds
 * @param bytes of the sealed entry
 * @param uses so far, as they counted when they were written down
 * @param used when that was
 */
record Note(Instant expires, long cost, int bytes, double uses, Instant used) {
  private static final byte VERSION = 1;
  private static final int SIZE = 1 + 8 + 8 + 4 + 8 + 8;

  byte[] encoded() {
    return ByteBuffer.allocate(SIZE)
        .put(VERSION)
        .putLong(expires.toEpochMilli())
        .putLong(cost)
        .putInt(bytes)
        .putDouble(uses)
        .putLong(used.toEpochMilli())
        .array();
  }

  /** Empty when these bytes are none. */
  static Optional<Note> decoded(byte[] encoded) {
    ByteBuffer note = ByteBuffer.wrap(encoded);
    if (encoded.length != SIZE || note.get() != VERSION) {
      return Optional.empty();
    }
    Note decoded =
        new Note(
            Instant.ofEpochMilli(note.getLong()),
            note.getLong(),
            note.getInt(),
            note.getDouble(),
            Instant.ofEpochMilli(note.getLong()));
    return decoded.bytes > 0 ? Optional.of(decoded) : Optional.empty();
  }

  /** The same after some more uses. */
  Note usedAgain(int times, Instant now) {
    return new Note(expires, cost, bytes, usesAt(now) + times, now);
  }

  boolean isGood(Instant now) {
    return expires.isAfter(now);
  }

  /** What keeping it is worth, by byte. */
  double worth(Instant now) {
    return Worth.of(Duration.ofNanos(cost), usesAt(now), bytes);
  }

  private double usesAt(Instant now) {
    return Worth.aged(uses, Duration.between(used, now));
  }
}

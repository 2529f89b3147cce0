package dev.edgewise.serving.cache.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Keys and entries for tests. */
final class Samples {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration LONG = Duration.ofDays(1);

  private Samples() {}

  static Key key(String name) {
    try {
      return Key.of(
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static Entry entry(int bytes, Duration cost) {
    return entry(bytes, cost, START, LONG);
  }

  /** Its bytes are all alike, and follow from their number. */
  static Entry entry(int bytes, Duration cost, Instant created, Duration good) {
    byte[] value = new byte[bytes];
    Arrays.fill(value, (byte) bytes);
    return new Entry(
        ByteBuffer.wrap(value),
        ByteBuffer.wrap("about".getBytes(StandardCharsets.UTF_8)),
        created,
        created.plus(good),
        cost);
  }
}

package dev.edgewise.stores.lmdb;

import dev.edgewise.serving.cache.store.Entry;
import dev.edgewise.serving.cache.store.Key;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** Keys and entries for tests. */
final class Samples {
  static final Duration COST = Duration.ofMillis(5);

  private Samples() {}

  static Key key(String name) {
    try {
      return Key.of(
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** With bytes that follow from their number and look like chance. */
  static Entry entry(int bytes, Duration cost, Instant created, Duration good) {
    byte[] value = new byte[bytes];
    new Random(bytes).nextBytes(value);
    return new Entry(
        ByteBuffer.wrap(value),
        ByteBuffer.wrap("about".getBytes(StandardCharsets.UTF_8)),
        created,
        created.plus(good),
        cost);
  }
}

package dev.edgewise.orchestrator.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The SHA-256 of a key, which is all that is kept of it. No slow hash: those make up for the few
 * bits of what people choose, and there is nothing to guess in 256 random ones. Two of them are
 * compared in constant time.
 */
public final class Digest {
  /** Bytes of one. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  private Digest(byte[] bytes) {
    this.bytes = bytes;
  }

  /** That of a key. */
  static Digest of(String key) {
    try {
      return new Digest(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * One that was stored.
   *
   * @throws IllegalArgumentException when it is of another length
   */
  public static Digest stored(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("digest: " + bytes.length + " bytes (expected: 32)");
    }
    return new Digest(bytes.clone());
  }

  /** To be stored. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return ByteBuffer.wrap(bytes).getInt();
  }

  /** Nothing of it: it does not belong into a log. */
  @Override
  public String toString() {
    return "a digest";
  }
}

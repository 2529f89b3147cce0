package dev.edgewise.core.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Names a point of a generation by all that led to it: a root says whose it is and what computes
 * it, and each link adds what came next. Two generations have one key only as long as they are the
 * same, so one scheme serves to go on exactly, to find a common beginning, and to make what is
 * stale unfindable. Each link is SHA-256 over the key before it and the parts, each behind its
 * length. Immutable.
 */
public final class ChainKey {
  private static final String DOMAIN = "edgewise.generation/1";

  private final byte[] hash;

  private ChainKey(byte[] hash) {
    this.hash = hash;
  }

  /** The beginning of a chain. */
  public static ChainKey root(List<ByteBuffer> parts) {
    return new ChainKey(hash(DOMAIN.getBytes(StandardCharsets.UTF_8), parts));
  }

  /** The key of what comes after. */
  public ChainKey then(ByteBuffer... parts) {
    return new ChainKey(hash(hash, Arrays.asList(parts)));
  }

  /** The key of what comes after. */
  public ChainKey then(String text) {
    return then(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The key of what comes after. */
  public ChainKey then(long... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(numbers.length, Long.BYTES));
    bytes.asLongBuffer().put(numbers);
    return then(bytes);
  }

  private static byte[] hash(byte[] before, List<ByteBuffer> parts) {
    MessageDigest digest = sha256();
    digest.update(before);
    for (ByteBuffer part : parts) {
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, part.remaining()));
      digest.update(part.duplicate());
    }
    return digest.digest();
  }

  /** SHA-256, as keys and digests of states use it. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** 64 hexadecimal digits in lower case. */
  public String hex() {
    return HexFormat.of().formatHex(hash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChainKey key && Arrays.equals(hash, key.hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }

  @Override
  public String toString() {
    return hex();
  }
}

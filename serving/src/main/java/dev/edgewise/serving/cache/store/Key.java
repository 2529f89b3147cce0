package dev.edgewise.serving.cache.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** The SHA-256 of everything that makes two questions different. */
public final class Key {
  /** Bytes of a key. */
  public static final int SIZE = 32;

  private final byte[] hash;

  private Key(byte[] hash) {
    this.hash = hash;
  }

  /**
   * A key of these bytes.
   *
   * @param hash of {@link #SIZE} bytes
   */
  public static Key of(byte[] hash) {
    if (hash.length != SIZE) {
      throw new IllegalArgumentException(
          "hash: " + hash.length + " bytes (expected: " + SIZE + ")");
    }
    return new Key(hash.clone());
  }

  /** Its bytes. */
  public byte[] bytes() {
    return hash.clone();
  }

  /** Four of its bytes, of eight such parts; as good as chance. */
  int part(int number) {
    int at = 4 * number;
    return ((hash[at] & 0xFF) << 24)
        | ((hash[at + 1] & 0xFF) << 16)
        | ((hash[at + 2] & 0xFF) << 8)
        | (hash[at + 3] & 0xFF);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key that && Arrays.equals(hash, that.hash);
  }

  @Override
  public int hashCode() {
    // Any four bytes of a hash are one.
    return ByteBuffer.wrap(hash).getInt();
  }

  /** In hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(hash);
  }
}

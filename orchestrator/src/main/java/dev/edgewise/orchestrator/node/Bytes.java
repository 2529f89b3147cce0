package dev.edgewise.orchestrator.node;

import java.util.Arrays;

/**
 * Bytes that are compared by what they are, such as a descriptor set. Immutable: neither who makes
 * one nor who reads one may change the array.
 */
public final class Bytes {
  private static final Bytes NONE = new Bytes(new byte[0]);

  private final byte[] value;
  private final int hash;

  private Bytes(byte[] value) {
    this.value = value;
    this.hash = Arrays.hashCode(value);
  }

  /** Takes over {@code value}, which nobody may change from now on. */
  public static Bytes of(byte[] value) {
    return value.length == 0 ? NONE : new Bytes(value);
  }

  /** No bytes. */
  public static Bytes none() {
    return NONE;
  }

  /** The array itself, not a copy. */
  public byte[] array() {
    return value;
  }

  /** How many. */
  public int size() {
    return value.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && hash == bytes.hash && Arrays.equals(value, bytes.value);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return value.length + " bytes";
  }
}

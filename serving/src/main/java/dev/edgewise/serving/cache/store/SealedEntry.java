package dev.edgewise.serving.cache.store;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An entry as bytes that say whether they are whole, for tiers outside of this process. Big endian:
 *
 * <pre>
 * 0  'E' 'W' 'R' version      4
 * 4  CRC32C                   4   of the key and of all that follows
 * 8  created, expires        24   each seconds (8) and nanoseconds (4)
 * 32 cost in nanoseconds      8
 * 40 length of about, value   8
 * 48 about, value
 * </pre>
 *
 * The key is a part of the checksum, so that bytes that lie under another key are not opened
 * either. Another version is not opened. Pure.
 */
public final class SealedEntry {
  /** The version of this layout; a tier that others share has it in its keys. */
  public static final int VERSION = 1;

  /** Bytes beside value and about. */
  public static final int OVERHEAD = 48;

  private static final int MAGIC = ('E' << 24) | ('W' << 16) | ('R' << 8) | VERSION;
  private static final int AFTER_CHECKSUM = 8;

  private SealedEntry() {}

  /**
   * Its bytes.
   *
   * @throws IllegalArgumentException when they are more than an array can have
   */
  public static byte[] seal(Key key, Entry entry) {
    long size = OVERHEAD + entry.size();
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "entry: " + entry.size() + " bytes (expected: fewer than 2 GiB)");
    }
    ByteBuffer sealed = ByteBuffer.allocate((int) size);
    sealed.putInt(MAGIC).putInt(0);
    put(sealed, entry.created());
    put(sealed, entry.expires());
    sealed.putLong(nanos(entry.cost()));
    sealed.putInt(entry.about().remaining()).putInt(entry.value().remaining());
    sealed.put(entry.about().duplicate()).put(entry.value().duplicate());
    sealed.putInt(4, checksum(key, sealed.array()));
    return sealed.array();
  }

  /**
   * What was sealed under the key; empty when these bytes are anything else, whatever they are.
   *
   * @param bytes that nobody changes any more: the entry is a view of them
   */
  public static Optional<Entry> open(Key key, byte[] bytes) {
    if (bytes.length < OVERHEAD) {
      return Optional.empty();
    }
    ByteBuffer sealed = ByteBuffer.wrap(bytes);
    if (sealed.getInt() != MAGIC || sealed.getInt() != checksum(key, bytes)) {
      return Optional.empty();
    }
    try {
      Instant created = instant(sealed);
      Instant expires = instant(sealed);
      Duration cost = Duration.ofNanos(sealed.getLong());
      int about = sealed.getInt();
      int value = sealed.getInt();
      if (about < 0 || value < 0 || (long) about + value != bytes.length - OVERHEAD) {
        return Optional.empty();
      }
      return Optional.of(
          new Entry(
              sealed.slice(OVERHEAD + about, value),
              sealed.slice(OVERHEAD, about),
              created,
              expires,
              cost));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int checksum(Key key, byte[] sealed) {
    CRC32C checksum = new CRC32C();
    checksum.update(key.bytes());
    checksum.update(sealed, AFTER_CHECKSUM, sealed.length - AFTER_CHECKSUM);
    return (int) checksum.getValue();
  }

  private static void put(ByteBuffer sealed, Instant instant) {
    sealed.putLong(instant.getEpochSecond()).putInt(instant.getNano());
  }

  private static Instant instant(ByteBuffer sealed) {
    long seconds = sealed.getLong();
    return Instant.ofEpochSecond(seconds, sealed.getInt());
  }

  /** At most 292 years. */
  private static long nanos(Duration cost) {
    try {
      return cost.toNanos();
    } catch (ArithmeticException e) {
      return cost.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }
}

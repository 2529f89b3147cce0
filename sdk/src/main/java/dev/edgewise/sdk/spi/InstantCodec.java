package dev.edgewise.sdk.spi;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * {@code google.protobuf.Timestamp}: seconds and nanoseconds since 1970, from year 1 to year 9999.
 */
public final class InstantCodec implements Codec<Instant> {
  /** The only one. */
  public static final InstantCodec INSTANCE = new InstantCodec();

  private static final long MIN_SECONDS = -62_135_596_800L;
  private static final long MAX_SECONDS = 253_402_300_799L;

  private InstantCodec() {}

  @Override
  public String messageName() {
    return "google.protobuf.Timestamp";
  }

  @Override
  public int size(Instant value, Sizes sizes) {
    long seconds = value.getEpochSecond();
    int nanos = value.getNano();
    checkRange(seconds, nanos);
    int size = 0;
    if (seconds != 0) {
      size += 1 + WireWriter.sizeOfVarint(seconds);
    }
    if (nanos != 0) {
      size += 1 + WireWriter.sizeOfInt32(nanos);
    }
    return size;
  }

  @Override
  public void write(Instant value, WireWriter out, Sizes sizes) {
    SecondsAndNanos.write(value.getEpochSecond(), value.getNano(), out);
  }

  @Override
  public Instant read(WireReader in) {
    SecondsAndNanos parts = SecondsAndNanos.read(in);
    checkRange(parts.seconds(), parts.nanos());
    try {
      return Instant.ofEpochSecond(parts.seconds(), parts.nanos());
    } catch (DateTimeException e) {
      throw new MalformedMessage(messageName() + " is out of range", e);
    }
  }

  private void checkRange(long seconds, int nanos) {
    if (seconds < MIN_SECONDS || seconds > MAX_SECONDS || nanos < 0 || nanos > 999_999_999) {
      throw new MalformedMessage(
          messageName() + " is out of range (expected: from year 1 to year 9999)");
    }
  }
}

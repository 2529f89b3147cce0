package dev.edgewise.sdk.spi;

import java.time.Duration;

/**
 * {@code google.protobuf.Duration}: seconds and nanoseconds of the same sign, up to 315,576,000,000
 * s (10,000 years) either way.
 */
public final class DurationCodec implements Codec<Duration> {
  /** The only one. */
  public static final DurationCodec INSTANCE = new DurationCodec();

  private static final long MAX_SECONDS = 315_576_000_000L;
  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private DurationCodec() {}

  @Override
  public String messageName() {
    return "google.protobuf.Duration";
  }

  @Override
  public int size(Duration value, Sizes sizes) {
    long seconds = seconds(value);
    int nanos = nanos(value);
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
  public void write(Duration value, WireWriter out, Sizes sizes) {
    SecondsAndNanos.write(seconds(value), nanos(value), out);
  }

  @Override
  public Duration read(WireReader in) {
    SecondsAndNanos parts = SecondsAndNanos.read(in);
    checkRange(parts.seconds(), parts.nanos());
    return Duration.ofSeconds(parts.seconds(), parts.nanos());
  }

  // Java keeps the nanoseconds positive and floors the seconds; protobuf gives both the same sign.
  private static long seconds(Duration value) {
    return value.getSeconds() < 0 && value.getNano() > 0
        ? value.getSeconds() + 1
        : value.getSeconds();
  }

  private static int nanos(Duration value) {
    return value.getSeconds() < 0 && value.getNano() > 0
        ? value.getNano() - NANOS_PER_SECOND
        : value.getNano();
  }

  private void checkRange(long seconds, int nanos) {
    boolean signsAgree = seconds == 0 || nanos == 0 || (seconds < 0) == (nanos < 0);
    if (Math.abs(nanos) >= NANOS_PER_SECOND
        || seconds < -MAX_SECONDS
        || seconds > MAX_SECONDS
        || !signsAgree) {
      throw new MalformedMessage(
          messageName() + " is out of range (expected: 10,000 years at most, parts of one sign)");
    }
  }
}

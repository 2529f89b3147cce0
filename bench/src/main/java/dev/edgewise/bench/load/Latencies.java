package dev.edgewise.bench.load;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** How long calls took. A percentile that so few samples cannot tell is not given. Immutable. */
public final class Latencies {
  /** Nanoseconds are kept to three digits. */
  private static final int DIGITS = 3;

  private static final double[] ASKED = {50, 90, 99, 99.9};
  private static final double CONFIDENCE = 0.99;

  private final Histogram histogram;

  private Latencies(Histogram histogram) {
    this.histogram = histogram;
  }

  static Latencies of(long[] nanos) {
    Histogram histogram = new Histogram(DIGITS);
    Arrays.stream(nanos).forEach(value -> histogram.recordValue(Math.max(0, value)));
    return new Latencies(histogram);
  }

  /** Those of several runs as if they were one. */
  public static Latencies together(List<Latencies> some) {
    Histogram all = new Histogram(DIGITS);
    some.forEach(latencies -> all.add(latencies.histogram));
    return new Latencies(all);
  }

  /** How many calls. */
  public long count() {
    return histogram.getTotalCount();
  }

  /**
   * A percentile in milliseconds; empty when there are fewer than {@link #samplesFor} samples.
   *
   * @param percentile above 0, below 100
   */
  public OptionalDouble millis(double percentile) {
    if (count() < samplesFor(percentile)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(histogram.getValueAtPercentile(percentile) / 1e6);
  }

  /** A percentile for people: a number, or that there are too few samples for it. */
  public String text(double percentile) {
    OptionalDouble millis = millis(percentile);
    return millis.isPresent()
        ? String.format(Locale.ROOT, "%.2f", millis.getAsDouble())
        : "n too small";
  }

  /** The highest of p50, p90, p99 and p99.9 that so many samples can tell; 0 when none. */
  public double highestTold() {
    double highest = 0;
    for (double percentile : ASKED) {
      highest = count() >= samplesFor(percentile) ? percentile : highest;
    }
    return highest;
  }

  /**
   * How many samples it takes until, with 99 % confidence, one of them lies beyond the percentile:
   * 459 for p99, as the load generator of MLPerf has it.
   */
  public static long samplesFor(double percentile) {
    if (!(percentile > 0 && percentile < 100)) {
      throw new IllegalArgumentException(
          "percentile: " + percentile + " (expected: above 0, below 100)");
    }
    return (long) Math.ceil(Math.log(1 - CONFIDENCE) / Math.log(percentile / 100));
  }

  /** The histogram in HdrHistogram's compressed V2 form, as base64. */
  public String encoded() {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }

  /**
   * What {@link #encoded} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Latencies decode(String encoded) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(encoded));
      return new Latencies(Histogram.decodeFromCompressedByteBuffer(bytes, 0));
    } catch (DataFormatException | RuntimeException e) {
      throw new IllegalArgumentException(
          "encoded: not a histogram (expected: HdrHistogram V2, compressed, as base64)", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Latencies latencies && histogram.equals(latencies.histogram);
  }

  @Override
  public int hashCode() {
    return histogram.hashCode();
  }

  @Override
  public String toString() {
    return count() + " calls, p50 " + text(50) + " ms, p99 " + text(99) + " ms";
  }
}

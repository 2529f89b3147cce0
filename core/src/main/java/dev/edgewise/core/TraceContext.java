package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The W3C trace context of a call: whose story it belongs to. Version 00 only.
 *
 * @param traceId 32 lower-case hex digits, not all zero
 * @param spanId 16 lower-case hex digits, not all zero
 * @param sampled whether somebody records the trace
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {
  /** Lower case, as the specification wants it. */
  private static final HexFormat HEX = HexFormat.of();

  /** Where the parts of {@code 00-<trace>-<span>-<flags>} end. */
  private static final int TRACE_AT = 3;

  private static final int SPAN_AT = 36;
  private static final int FLAGS_AT = 53;
  private static final int LENGTH = 55;

  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_SPAN = "0".repeat(16);

  public TraceContext {
    requireNonNull(traceId, "traceId");
    requireNonNull(spanId, "spanId");
  }

  /** A trace that begins here. */
  public static TraceContext begin(RandomGenerator random) {
    return new TraceContext(
        hex(random.nextLong() | 1) + hex(random.nextLong()), hex(random.nextLong() | 1), false);
  }

  /** The same trace, one step further in. */
  public TraceContext child(RandomGenerator random) {
    return new TraceContext(traceId, hex(random.nextLong() | 1), sampled);
  }

  /**
   * Reads a {@code traceparent} header; one that is not valid counts as none, as the specification
   * asks.
   */
  public static Optional<TraceContext> parse(String traceparent) {
    // By hand, since it is read with every call.
    if (traceparent.length() != LENGTH
        || !traceparent.startsWith("00-")
        || traceparent.charAt(SPAN_AT - 1) != '-'
        || traceparent.charAt(FLAGS_AT - 1) != '-'
        || !isHex(traceparent, TRACE_AT, SPAN_AT - 1)
        || !isHex(traceparent, SPAN_AT, FLAGS_AT - 1)
        || !isHex(traceparent, FLAGS_AT, LENGTH)) {
      return Optional.empty();
    }
    String trace = traceparent.substring(TRACE_AT, SPAN_AT - 1);
    String span = traceparent.substring(SPAN_AT, FLAGS_AT - 1);
    if (trace.equals(NO_TRACE) || span.equals(NO_SPAN)) {
      return Optional.empty();
    }
    boolean sampled = (HexFormat.fromHexDigit(traceparent.charAt(LENGTH - 1)) & 1) == 1;
    return Optional.of(new TraceContext(trace, span, sampled));
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** The {@code traceparent} header. */
  public String traceparent() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }

  private static String hex(long value) {
    return HEX.toHexDigits(value);
  }
}

package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The W3C trace context of a call: whose story it belongs to. Version 00 only.
 *
 * @param traceId 32 lower-case hex digits, not all zero
 * @param spanId 16 lower-case hex digits, not all zero
 * @param sampled whether somebody records the trace
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");
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
    Matcher matcher = TRACEPARENT.matcher(traceparent);
    if (!matcher.matches()
        || matcher.group(1).equals(NO_TRACE)
        || matcher.group(2).equals(NO_SPAN)) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(matcher.group(3), 16) & 1) == 1;
    return Optional.of(new TraceContext(matcher.group(1), matcher.group(2), sampled));
  }

  /** The {@code traceparent} header. */
  public String traceparent() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }

  private static String hex(long value) {
    return String.format("%016x", value);
  }
}

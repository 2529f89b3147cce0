package dev.edgewise.sdk.wire;

import io.grpc.Metadata;
import java.time.Duration;

/** Headers and trailers of a call; none of them is a secret. */
public final class WireNames {
  /** Request: how long the caller will wait, as gRPC itself writes it of a call with a deadline. */
  static final Metadata.Key<String> TIMEOUT =
      Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);

  /** Digits that a {@link #TIMEOUT} may have. */
  private static final long MOST_OF_A_UNIT = 100_000_000;

  /** Request: the data's label; an unknown one is refused. */
  public static final Metadata.Key<String> LABEL =
      Metadata.Key.of("edgewise-label", Metadata.ASCII_STRING_MARSHALLER);

  /** Request: the decision id of the call. Trailer of the gateway: the id that it gave the call. */
  public static final Metadata.Key<String> DECISION =
      Metadata.Key.of("edgewise-decision", Metadata.ASCII_STRING_MARSHALLER);

  /** Request: W3C trace context. */
  public static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  /**
   * Request: whose call it is. Nobody checks it before callers have certificates; what is kept for
   * one tenant is served to no other.
   */
  public static final Metadata.Key<String> TENANT =
      Metadata.Key.of("edgewise-tenant", Metadata.ASCII_STRING_MARSHALLER);

  /** Trailer of the gateway: the node that answered. */
  public static final Metadata.Key<String> NODE =
      Metadata.Key.of("edgewise-node", Metadata.ASCII_STRING_MARSHALLER);

  /** Trailer of the gateway: that node's tier, {@code edge} or {@code cloud}. */
  public static final Metadata.Key<String> TIER =
      Metadata.Key.of("edgewise-tier", Metadata.ASCII_STRING_MARSHALLER);

  /** Request: what is asked of a cache, as {@link dev.edgewise.core.CacheTexts} writes it. */
  public static final Metadata.Key<String> CACHE_CONTROL =
      Metadata.Key.of("edgewise-cache-control", Metadata.ASCII_STRING_MARSHALLER);

  /** Trailer, of methods whose results are kept: where the answer came from. */
  public static final Metadata.Key<String> CACHE =
      Metadata.Key.of("edgewise-cache", Metadata.ASCII_STRING_MARSHALLER);

  /**
   * Request: the caller takes an answer in chunks. Answer: it comes in chunks, as {@link
   * ChunkFrame}s. The only value is {@link #IN_CHUNKS}.
   */
  public static final Metadata.Key<String> CHUNKS =
      Metadata.Key.of("edgewise-chunks", Metadata.ASCII_STRING_MARSHALLER);

  /** The value of {@link #CHUNKS}: the version of the frames. */
  public static final String IN_CHUNKS = "1";

  /** Answer of the gateway: the generation that a stream is, by which its client finds it again. */
  public static final Metadata.Key<String> GENERATION =
      Metadata.Key.of("edgewise-generation", Metadata.ASCII_STRING_MARSHALLER);

  /**
   * Request to the gateway: goes on with a generation, {@code <generation>/<number>} of the last
   * item that came.
   */
  public static final Metadata.Key<String> RESUME =
      Metadata.Key.of("edgewise-resume", Metadata.ASCII_STRING_MARSHALLER);

  /** Trailer: the {@link dev.edgewise.core.ErrorCode#id() stable code} of a refusal or failure. */
  public static final Metadata.Key<String> CODE =
      Metadata.Key.of("edgewise-code", Metadata.ASCII_STRING_MARSHALLER);

  /** Trailer: {@code edgewise.v1.CallReport}. */
  public static final Metadata.Key<byte[]> REPORT =
      Metadata.Key.of("edgewise-report-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /**
   * Trailer: {@code google.rpc.Status}, as gRPC's other languages write and read it; a declared
   * exception is its one detail.
   */
  public static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private WireNames() {}

  /**
   * The value of {@link #TIMEOUT}, in the finest unit that has room for it, rounded up: the node
   * must not be the first to give up.
   */
  static String timeout(Duration time) {
    long nanos = Math.max(1, time.toNanos());
    if (nanos < MOST_OF_A_UNIT) {
      return nanos + "n";
    }
    long micros = roundedUp(nanos, 1_000);
    if (micros < MOST_OF_A_UNIT) {
      return micros + "u";
    }
    long millis = roundedUp(micros, 1_000);
    return millis < MOST_OF_A_UNIT ? millis + "m" : roundedUp(millis, 1_000) + "S";
  }

  private static long roundedUp(long number, long unit) {
    return (number + unit - 1) / unit;
  }
}

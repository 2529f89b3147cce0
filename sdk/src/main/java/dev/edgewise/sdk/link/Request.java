package dev.edgewise.sdk.link;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.Optional;

/**
 * What goes over a link.
 *
 * @param method full name, {@code service/method}
 * @param body the encoded request
 * @param timeLeft until the deadline
 * @param label of the data in it
 * @param decisionId of the call that it belongs to
 * @param trace whose story it belongs to
 * @param tenant whose call it is; empty for nobody's
 * @param cacheControl what is asked of a cache on its way
 * @param generation how far a stream has come that goes on elsewhere when its node is lost; empty
 *     for any other call
 */
public record Request(
    String method,
    Message body,
    Duration timeLeft,
    Label label,
    String decisionId,
    TraceContext trace,
    String tenant,
    CacheControl cacheControl,
    Optional<Resumption> generation) {
  public Request {
    requireNonNull(method, "method");
    requireNonNull(body, "body");
    requireNonNull(timeLeft, "timeLeft");
    requireNonNull(label, "label");
    requireNonNull(decisionId, "decisionId");
    requireNonNull(trace, "trace");
    requireNonNull(tenant, "tenant");
    requireNonNull(cacheControl, "cacheControl");
    requireNonNull(generation, "generation");
  }

  /** A call that is no generation. */
  public Request(
      String method,
      Message body,
      Duration timeLeft,
      Label label,
      String decisionId,
      TraceContext trace,
      String tenant,
      CacheControl cacheControl) {
    this(method, body, timeLeft, label, decisionId, trace, tenant, cacheControl, Optional.empty());
  }

  /** A call of no tenant that asks nothing of a cache. */
  public Request(
      String method,
      Message body,
      Duration timeLeft,
      Label label,
      String decisionId,
      TraceContext trace) {
    this(method, body, timeLeft, label, decisionId, trace, "", CacheControl.NONE);
  }

  /** The same as a generation that has come so far. */
  public Request in(Resumption resumption) {
    return new Request(
        method,
        body,
        timeLeft,
        label,
        decisionId,
        trace,
        tenant,
        cacheControl,
        Optional.of(resumption));
  }
}

package dev.edgewise.sdk.invoke;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;

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
 */
public record Request(
    String method,
    Message body,
    Duration timeLeft,
    Label label,
    String decisionId,
    TraceContext trace,
    String tenant,
    CacheControl cacheControl) {
  public Request {
    requireNonNull(method, "method");
    requireNonNull(body, "body");
    requireNonNull(timeLeft, "timeLeft");
    requireNonNull(label, "label");
    requireNonNull(decisionId, "decisionId");
    requireNonNull(trace, "trace");
    requireNonNull(tenant, "tenant");
    requireNonNull(cacheControl, "cacheControl");
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
}

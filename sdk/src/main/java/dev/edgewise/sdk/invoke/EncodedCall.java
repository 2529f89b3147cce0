package dev.edgewise.sdk.invoke;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Invocation;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call whose arguments have been encoded, once for all attempts.
 *
 * @param request what was asked for
 * @param invocation what the router is asked with
 * @param trace whose story it belongs to
 * @param body the encoded arguments
 * @param <R> the result, or an item
 */
record EncodedCall<R extends @Nullable Object>(
    CallRequest<R> request, Invocation invocation, TraceContext trace, Message body) {
  EncodedCall {
    requireNonNull(request, "request");
    requireNonNull(invocation, "invocation");
    requireNonNull(trace, "trace");
    requireNonNull(body, "body");
  }

  /** What goes over a link when so much time is left. */
  Request outgoing(Duration timeLeft) {
    return new Request(
        invocation.method().fullName(),
        body,
        timeLeft,
        invocation.label(),
        invocation.id(),
        trace,
        request.origin().tenant(),
        request.cacheControl());
  }
}

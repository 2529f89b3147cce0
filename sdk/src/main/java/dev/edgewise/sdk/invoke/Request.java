package dev.edgewise.sdk.invoke;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
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
 */
public record Request(
    String method,
    Message body,
    Duration timeLeft,
    Label label,
    String decisionId,
    TraceContext trace) {
  public Request {
    requireNonNull(method, "method");
    requireNonNull(body, "body");
    requireNonNull(timeLeft, "timeLeft");
    requireNonNull(label, "label");
    requireNonNull(decisionId, "decisionId");
    requireNonNull(trace, "trace");
  }
}

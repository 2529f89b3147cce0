package dev.edgewise.orchestrator.gateway;

import static java.util.Objects.requireNonNull;

import dev.edgewise.orchestrator.identity.Caller;
import java.time.Duration;
import java.util.Optional;

/**
 * What a caller asked for beside its request, as it came in headers; nothing of that is trusted.
 *
 * @param caller who asks, which is the one thing that is known
 * @param deadline how long it waits
 * @param label of the data
 * @param tenant whose call it is
 * @param traceparent W3C trace context
 * @param cacheControl what is asked of caches
 */
public record Asked(
    Caller caller,
    Optional<Duration> deadline,
    Optional<String> label,
    Optional<String> tenant,
    Optional<String> traceparent,
    Optional<String> cacheControl) {
  public Asked {
    requireNonNull(caller, "caller");
    requireNonNull(deadline, "deadline");
    requireNonNull(label, "label");
    requireNonNull(tenant, "tenant");
    requireNonNull(traceparent, "traceparent");
    requireNonNull(cacheControl, "cacheControl");
  }
}

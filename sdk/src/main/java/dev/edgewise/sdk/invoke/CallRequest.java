package dev.edgewise.sdk.invoke;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call, before anything has been decided.
 *
 * @param method what is called
 * @param arguments in declaration order
 * @param timeAllowed from now to the deadline
 * @param label the highest label of what it carries
 * @param trace of the call that it is nested in, when there is one
 * @param origin how it came here
 * @param <R> the result
 */
public record CallRequest<R extends @Nullable Object>(
    MethodDefinition<R> method,
    Object[] arguments,
    Duration timeAllowed,
    Label label,
    Optional<TraceContext> trace,
    Origin origin) {
  public CallRequest {
    requireNonNull(method, "method");
    requireNonNull(arguments, "arguments");
    requireNonNull(timeAllowed, "timeAllowed");
    requireNonNull(label, "label");
    requireNonNull(trace, "trace");
    requireNonNull(origin, "origin");
  }

  /** A call that the application itself makes. */
  public CallRequest(
      MethodDefinition<R> method,
      Object[] arguments,
      Duration timeAllowed,
      Label label,
      Optional<TraceContext> trace) {
    this(method, arguments, timeAllowed, label, trace, Origin.APPLICATION);
  }
}

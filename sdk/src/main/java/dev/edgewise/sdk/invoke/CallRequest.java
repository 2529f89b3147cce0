package dev.edgewise.sdk.invoke;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.Needs;
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
 * @param needs the accelerator that the node must have beside what the method needs
 * @param wish the accelerator that the node should rather have
 * @param trace of the call that it is nested in, when there is one
 * @param origin how it came here
 * @param cacheControl what is asked of a cache on its way
 * @param mayWake whether it may have a zone started of which no node runs, and wait for it
 * @param <R> the result
 */
public record CallRequest<R extends @Nullable Object>(
    MethodDefinition<R> method,
    Object[] arguments,
    Duration timeAllowed,
    Label label,
    Optional<Needs> needs,
    Optional<Needs> wish,
    Optional<TraceContext> trace,
    Origin origin,
    CacheControl cacheControl,
    boolean mayWake) {
  public CallRequest {
    requireNonNull(method, "method");
    requireNonNull(arguments, "arguments");
    requireNonNull(timeAllowed, "timeAllowed");
    requireNonNull(label, "label");
    requireNonNull(needs, "needs");
    requireNonNull(wish, "wish");
    requireNonNull(trace, "trace");
    requireNonNull(origin, "origin");
    requireNonNull(cacheControl, "cacheControl");
  }

  /** A call that the application itself makes, and that asks for no more than its method does. */
  public CallRequest(
      MethodDefinition<R> method,
      Object[] arguments,
      Duration timeAllowed,
      Label label,
      Optional<TraceContext> trace) {
    this(
        method,
        arguments,
        timeAllowed,
        label,
        Optional.empty(),
        Optional.empty(),
        trace,
        Origin.APPLICATION,
        CacheControl.NONE,
        true);
  }
}

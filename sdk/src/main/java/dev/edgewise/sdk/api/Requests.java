package dev.edgewise.sdk.api;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.sdk.invoke.CallRequest;
import dev.edgewise.sdk.invoke.Origin;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Joins what a method, a client and the call that is being run say of a call. */
final class Requests {
  private Requests() {}

  static <R extends @Nullable Object> CallRequest<R> of(
      MethodDefinition<R> method, Object[] arguments, CallOptions options, Origin origin) {
    Optional<CallContext> outer = CallContext.current();
    Label label = highest(method.contract().label(), options.label().orElse(Label.PUBLIC));
    CacheControl cacheControl = options.cacheControl();
    String tenant = origin.tenant().isEmpty() ? options.tenant().orElse("") : origin.tenant();
    Duration allowed = options.deadline().orElse(method.contract().deadline());
    if (outer.isPresent()) {
      label = highest(label, outer.get().label());
      Duration left = outer.get().timeLeft();
      allowed = left.compareTo(allowed) < 0 ? left : allowed;
      cacheControl = cacheControl.and(outer.get().cacheControl());
      tenant = tenant.isEmpty() ? outer.get().tenant() : tenant;
    }
    return new CallRequest<>(
        method,
        arguments,
        allowed,
        label,
        options.needs(),
        options.wish(),
        outer.map(CallContext::trace).or(options::trace),
        new Origin(origin.via(), tenant),
        cacheControl,
        options.mayWake());
  }

  private static Label highest(Label a, Label b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}

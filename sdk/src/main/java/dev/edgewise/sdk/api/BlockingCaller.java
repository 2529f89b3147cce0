package dev.edgewise.sdk.api;

import dev.edgewise.sdk.invoke.CallRequest;
import dev.edgewise.sdk.invoke.Origin;
import dev.edgewise.sdk.spi.Caller;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the calls of a client, on the thread that makes them. */
record BlockingCaller(Edgewise eco, CallOptions options) implements Caller {
  @Override
  public <R extends @Nullable Object> R call(MethodDefinition<R> method, Object... arguments) {
    return Waits.on(eco.invoker(), request(method, arguments)).orThrow();
  }

  @Override
  public <R> Stream<R> stream(MethodDefinition<R> method, Object... arguments) {
    return ItemSpliterator.stream(eco.invoker().stream(request(method, arguments)));
  }

  private <R extends @Nullable Object> CallRequest<R> request(
      MethodDefinition<R> method, Object[] arguments) {
    return Requests.of(method, arguments, options, Origin.APPLICATION);
  }
}

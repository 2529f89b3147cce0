package dev.edgewise.sdk.api;

import dev.edgewise.sdk.invoke.Origin;
import dev.edgewise.sdk.spi.Caller;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the calls of a client, on the thread that makes them. */
record BlockingCaller(Edgewise eco, CallOptions options) implements Caller {
  @Override
  public <R extends @Nullable Object> R call(MethodDefinition<R> method, Object... arguments) {
    return Waits.on(eco.invoke(method, arguments, options, Origin.APPLICATION)).orThrow();
  }

  @Override
  public <R> Stream<R> stream(MethodDefinition<R> method, Object... arguments) {
    return ItemSpliterator.stream(eco.stream(method, arguments, options, Origin.APPLICATION));
  }
}

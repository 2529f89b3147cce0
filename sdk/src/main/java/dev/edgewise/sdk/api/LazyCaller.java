package dev.edgewise.sdk.api;

import dev.edgewise.sdk.spi.Caller;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes calls of a service that is prepared when the first one comes. */
record LazyCaller(Edgewise eco, Class<?> type) implements Caller {
  @Override
  public <R extends @Nullable Object> R call(MethodDefinition<R> method, Object... arguments) {
    eco.prepare(type);
    return eco.blocking(CallOptions.none()).call(method, arguments);
  }

  @Override
  public <R> Stream<R> stream(MethodDefinition<R> method, Object... arguments) {
    eco.prepare(type);
    return eco.blocking(CallOptions.none()).stream(method, arguments);
  }
}

package dev.edgewise.sdk.api;

import dev.edgewise.sdk.spi.Caller;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls of a service that is made ready when the first one comes.
 *
 * @param ready cheap when it is ready already
 */
record LazyCaller(Runnable ready, Caller caller) implements Caller {
  @Override
  public <R extends @Nullable Object> R call(MethodDefinition<R> method, Object... arguments) {
    ready.run();
    return caller.call(method, arguments);
  }

  @Override
  public <R> Stream<R> stream(MethodDefinition<R> method, Object... arguments) {
    ready.run();
    return caller.stream(method, arguments);
  }
}

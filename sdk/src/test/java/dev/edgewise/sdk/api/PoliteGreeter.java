package dev.edgewise.sdk.api;

import dev.edgewise.sdk.spi.CallContext;
import org.jspecify.annotations.Nullable;

/** The edge body: refuses nobody, except that some names show what goes wrong. */
final class PoliteGreeter implements Greeter {
  @Override
  public String greet(@Nullable String name) {
    if ("trouble".equals(name)) {
      throw new IllegalStateException("no such person");
    }
    if ("context".equals(name)) {
      CallContext context = CallContext.current().orElseThrow();
      return context.label() + " " + (context.timeLeft().toSeconds() < 6);
    }
    return "Hello, " + name + "!";
  }

  @Override
  public int twice(int number) {
    return 2 * number;
  }

  @Override
  public void forget() {}

  @Override
  public void enter(String name) throws Unwelcome {
    throw new Unwelcome(name);
  }
}

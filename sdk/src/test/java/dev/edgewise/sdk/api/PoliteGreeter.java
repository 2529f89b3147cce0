package dev.edgewise.sdk.api;

import dev.edgewise.sdk.spi.CallContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
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

  @Override
  public Stream<Integer> count(String name) throws Unwelcome {
    if (name.equals("Bob")) {
      throw new Unwelcome(name);
    }
    Counts counts = counts(name);
    return Stream.iterate(
            1,
            number -> {
              if (name.startsWith("up to 3") && number == 3) {
                throw new IllegalStateException("cannot count further");
              }
              return number + 1;
            })
        .peek(number -> counts.given.incrementAndGet())
        .onClose(counts.closed::countDown);
  }

  /** What becomes of a stream; tests look by the name that they gave. */
  private static final Map<String, Counts> COUNTS = new ConcurrentHashMap<>();

  static Counts counts(String name) {
    return COUNTS.computeIfAbsent(name, fresh -> new Counts());
  }

  static final class Counts {
    final AtomicInteger given = new AtomicInteger();
    final CountDownLatch closed = new CountDownLatch(1);
  }
}

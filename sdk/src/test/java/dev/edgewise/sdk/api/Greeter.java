package dev.edgewise.sdk.api;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A service as a developer writes it; what the processor would generate stands by hand in {@link
 * Greeter_Service} and the bodies below it.
 */
interface Greeter {
  String greet(@Nullable String name);

  int twice(int number);

  void forget();

  void enter(String name) throws Unwelcome;

  /** Numbers from 1 on. */
  Stream<Integer> count(String name) throws Unwelcome;

  /** An exception that travels. */
  final class Unwelcome extends Exception {
    private static final long serialVersionUID = 1L;

    private final String name;

    Unwelcome(String name) {
      super("not " + name);
      this.name = name;
    }

    String name() {
      return name;
    }
  }
}

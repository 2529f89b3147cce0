package dev.edgewise.sdk.api;

import org.jspecify.annotations.Nullable;

/**
 * A service as a developer writes it; what the processor would generate stands by hand in {@link
 * Greeter_Service} and the bodies below it.
 */
interface Greeter {
  String greet(@Nullable String name);

  int twice(int number);

  void forget();
}

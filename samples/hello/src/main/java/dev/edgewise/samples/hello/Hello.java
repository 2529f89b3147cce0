package dev.edgewise.samples.hello;

import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Idempotent;

/** Greets people, near where they are. */
@EdgeService
public interface Hello {
  /**
   * Greets somebody.
   *
   * @param name 1 to 100 characters
   */
  @Idempotent
  String greet(String name);
}

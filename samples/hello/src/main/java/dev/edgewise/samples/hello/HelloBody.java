package dev.edgewise.samples.hello;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;

/** What runs on edge nodes. */
@Body(Tier.EDGE)
final class HelloBody implements Hello {
  @Override
  public String greet(String name) {
    if (name.isBlank() || name.length() > 100) {
      throw new IllegalArgumentException(
          "name: " + name.length() + " characters (expected: 1 to 100, not blank)");
    }
    return "Hello, " + name + "!";
  }
}

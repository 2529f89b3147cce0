package dev.edgewise.samples.hello;

import static dev.edgewise.annotations.Tier.EDGE;

import dev.edgewise.annotations.Body;

/** Greets near the caller. */
@Body(EDGE)
final class QuickHello implements Hello {
  @Override
  public String greet(String name) {
    return "Hello, " + name + "!";
  }
}

package dev.edgewise.lab;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;

/**
 * Does the work by waiting: how long it takes does not depend on how busy the machine is, so that
 * an agent's capacity is a known number.
 */
@Body(Tier.EDGE)
final class EdgeChores implements Chores {
  @Override
  public long work(long token, int millis) {
    Answers.takeTime(millis);
    return Answers.expected(token);
  }
}

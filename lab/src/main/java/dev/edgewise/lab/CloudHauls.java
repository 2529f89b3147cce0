package dev.edgewise.lab;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;

/** Does the work by waiting, as {@link EdgeChores} does. */
@Body(Tier.CLOUD)
final class CloudHauls implements Hauls {
  @Override
  public long work(long token, int millis) {
    Answers.takeTime(millis);
    return Answers.expected(token);
  }
}

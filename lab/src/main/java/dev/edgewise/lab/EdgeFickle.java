package dev.edgewise.lab;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;
import java.util.concurrent.atomic.AtomicLong;

/** Works until somebody breaks it; then it throws, and at once, as what is broken does. */
@Body(Tier.EDGE)
final class EdgeFickle implements Fickle {
  private static final int MILLIS = 10;

  private final AtomicLong asked = new AtomicLong();
  private volatile boolean broken;

  @Override
  public long work(long token) {
    return answer(token);
  }

  @Override
  public long once(long token) {
    return answer(token);
  }

  private long answer(long token) {
    asked.incrementAndGet();
    if (broken) {
      throw new IllegalStateException("its disk is full");
    }
    Answers.takeTime(MILLIS);
    return Answers.expected(token);
  }

  @Override
  public boolean breaks(boolean now) {
    broken = now;
    return broken;
  }

  @Override
  public long asked() {
    return asked.get();
  }
}

package dev.edgewise.lab;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Does the work by waiting: how long it takes does not depend on how busy the machine is, so that
 * an agent's capacity is a known number.
 */
@Body(Tier.EDGE)
final class EdgeChores implements Chores {
  @Override
  public long work(long token, int millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      if (Thread.interrupted()) {
        throw new IllegalStateException("interrupted");
      }
      LockSupport.parkNanos(left);
    }
    return Answers.expected(token);
  }
}

package dev.edgewise.lab;

import dev.edgewise.annotations.Deadline;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Idempotent;

/** Work of a known length, whose answer shows whether it is the right one. */
@EdgeService
@Deadline("10s")
public interface Chores {
  /** Takes {@code millis} and returns what {@link Answers#expected} says of {@code token}. */
  @Idempotent
  long work(long token, int millis);
}

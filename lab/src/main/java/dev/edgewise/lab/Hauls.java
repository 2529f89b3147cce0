package dev.edgewise.lab;

import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.Deadline;
import dev.edgewise.annotations.Idempotent;

/** What {@link Chores} are at the edge, in the cloud. */
@CloudService
@Deadline("10s")
public interface Hauls {
  /** Takes {@code millis} and returns what {@link Answers#expected} says of {@code token}. */
  @Idempotent
  long work(long token, int millis);
}

package dev.edgewise.lab;

import dev.edgewise.annotations.Deadline;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Idempotent;

/** A service whose body on a node can be broken, and mended. */
@EdgeService
@Deadline("10s")
public interface Fickle {
  /** Returns what {@link Answers#expected} says of {@code token}. */
  @Idempotent
  long work(long token);

  /** The same, but not to be sent again. */
  long once(long token);

  /** Breaks the body of the node that is asked, or mends it; returns whether it is broken now. */
  @Idempotent
  boolean breaks(boolean broken);

  /** How often the node that is asked was asked for {@link #work} or {@link #once}. */
  @Idempotent
  long asked();
}

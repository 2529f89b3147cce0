package dev.edgewise.lab.call;

import dev.edgewise.annotations.Deadline;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Idempotent;

/** What is called, by Edgewise and bare: next to no work, so that the way is what is measured. */
@EdgeService
@Deadline("10s")
public interface Echo {
  /** Gives the bytes back. */
  @Idempotent
  byte[] bytes(byte[] bytes);

  /** Gives each number back, doubled: nobody can hand on what came without having read it. */
  @Idempotent
  float[] doubled(float[] numbers);

  /** What the process that answers has spent so far. */
  @Idempotent
  Spent spent();
}

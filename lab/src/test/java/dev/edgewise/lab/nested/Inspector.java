package dev.edgewise.lab.nested;

import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Idempotent;

/** Says what it can see of the call that it is running. */
@EdgeService
public interface Inspector {
  /** Label, trace and time left of this call. */
  @Idempotent
  Sight look();
}

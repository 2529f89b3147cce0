package dev.edgewise.lab.nested;

import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Idempotent;
import java.util.List;

/** Sees a call, and asks an inspector what the nested call sees. */
@EdgeService
public interface Foreman {
  /** Its own sight, then the inspector's. */
  @Idempotent
  List<Sight> report();
}

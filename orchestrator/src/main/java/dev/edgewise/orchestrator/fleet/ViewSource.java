package dev.edgewise.orchestrator.fleet;

import java.util.Optional;
import java.util.Set;

/** What views are made of. Not thread-safe. */
interface ViewSource {
  /** Names of members of which something may have changed since the last call. */
  Set<String> takeTouched();

  /** A member as clients see it; empty when they do not. */
  Optional<NodeEntry> entry(String name);
}

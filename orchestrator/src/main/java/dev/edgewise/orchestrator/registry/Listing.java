package dev.edgewise.orchestrator.registry;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.FleetRegistry.Check;
import dev.edgewise.sdk.spi.FleetRegistry.Entry;

/**
 * What the registry should say of one thing.
 *
 * @param entry what it is
 * @param check how it is
 */
record Listing(Entry entry, Check check) {
  Listing {
    requireNonNull(entry, "entry");
    requireNonNull(check, "check");
  }

  String id() {
    return entry.id();
  }
}

package dev.edgewise.orchestrator.registry;

import dev.edgewise.sdk.spi.FleetRegistry.Check;

/** One thing to do at the registry. */
sealed interface Step {
  /** Publish an entry, or publish it anew. */
  record Put(Listing listing) implements Step {}

  /** Say how an entry is: because that has changed, or because it must not lapse. */
  record Report(String id, Check check) implements Step {}

  /** Remove an entry. */
  record Remove(String id) implements Step {}
}

package dev.edgewise.orchestrator.registry;

import java.util.Optional;

/** Whether the fleet is published in a registry outside, and how that goes. Thread-safe. */
public interface Publication {
  /** How it goes; empty when no registry is configured. */
  Optional<RegistryStatus> status();

  /** No registry: the fleet is known to its orchestrator alone. */
  static Publication none() {
    return Optional::empty;
  }
}

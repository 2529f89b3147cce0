package dev.edgewise.orchestrator.fleet;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import dev.edgewise.orchestrator.node.Registration;
import java.util.Optional;

/**
 * What an agent says when it registers: with the first message of a stream, or again when what it
 * offers has changed.
 *
 * @param registration who its node is and what it offers
 * @param load how busy the node is; empty when it does not say
 * @param held epoch of the lease that the same process held last; 0 when none
 * @param applied the newest desired state that the same process has applied
 */
public record Announcement(
    Registration registration, Optional<Load> load, long held, long applied) {
  public Announcement {
    requireNonNull(registration, "registration");
    requireNonNull(load, "load");
  }

  /** Who it says that it is. */
  public Node node() {
    return registration.node();
  }

  String name() {
    return registration.name();
  }
}
